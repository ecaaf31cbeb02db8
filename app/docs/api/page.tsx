import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { apiDocument } from "@/app/api/pos/v1/resources"
import { titled } from "@/app/titled"
import { CopyButton } from "@/components/ui/copy-button"
import { PageHeader } from "@/components/ui/page-header"
import { EXAMPLES } from "@/lib/checkout-api/examples"
import { guideOf, referenceWords } from "@/lib/checkout-api/reference-words"
import { API_PREFIX } from "@/lib/checkout-api/route"
import { Flows } from "./flows"
import { Parameters } from "./operation"
import { chapters } from "./operations"
import { QuickStart } from "./quick-start"
import { Say } from "./say"
import { TryIt } from "./try-it"

const CHAPTERS = ["start", "flows", "rules", "routes", "try"] as const
const TRIED = [
  { id: "getStatus", method: "GET", path: "/status?location_id=bastille" },
  { id: "identifyCustomer", method: "POST", path: "/customers/identify" },
  { id: "enlistCustomer", method: "POST", path: "/customers" },
  { id: "createOrder", method: "POST", path: "/orders" },
]

export const generateMetadata = titled("docs.title")

export default async function ApiPage() {
  const [t, locale] = await Promise.all([getTranslations("docs"), getLocale()])
  const document = apiDocument(locale)
  const apiUrl = document.servers[0]!.url
  const headers = document.components.parameters
  return (
    <div className="gap-12 lg:grid lg:grid-cols-[11rem_minmax(0,1fr)]">
      <nav aria-label={t("nav.contents")} className="max-lg:hidden">
        <ul className="sticky top-6 grid gap-2 text-13">
          {CHAPTERS.map((chapter) => (
            <li key={chapter}>
              <a href={`#${chapter}`} className="rounded-control text-secondary hover:text-ink">
                {t(`${chapter}.title`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-w-0">
        <PageHeader title={t("title")} sentence={t("sentence")} />
        <p className="flex flex-wrap items-center gap-x-2 text-13">
          <span className="text-secondary">{t("baseUrl")}</span>
          <code className="min-w-0 break-all font-mono">{apiUrl}</code>
          <CopyButton value={apiUrl} />
        </p>
        <Chapter id="start" title={t("start.title")}>
          <QuickStart apiUrl={apiUrl} />
        </Chapter>
        <Chapter id="flows" title={t("flows.title")}>
          <Flows />
        </Chapter>
        <Chapter id="rules" title={t("rules.title")}>
          <dl className="grid gap-6 md:grid-cols-[9rem_1fr]">
            {guideOf(referenceWords[locale]).map(({ id, title, body }) => (
              <div key={id} id={id} className="grid gap-x-6 gap-y-1 md:col-span-2 md:grid-cols-subgrid">
                <dt className="font-medium">{title}</dt>
                <dd className="max-w-prose text-pretty">
                  <Say sentence={body} />{" "}
                  {id === "refusals" && (
                    <Link href="/docs/api/errors" className="text-accent underline">
                      {t("rules.errors")}
                    </Link>
                  )}
                </dd>
              </div>
            ))}
            <div className="grid gap-x-6 gap-y-1 md:col-span-2 md:grid-cols-subgrid">
              <dt className="font-medium">{t("rules.headers")}</dt>
              <dd className="max-w-prose">
                <Parameters
                  parameters={["IdempotencyKey", "TillId", "AcceptLanguage"].map((name) => headers[name]!)}
                />
              </dd>
            </div>
          </dl>
        </Chapter>
        <Chapter id="routes" title={t("routes.title")}>
          {chapters(document).map(({ name, slug, description, operations }) => (
            <section key={name} className="mb-8">
              <h3 className="font-medium">
                <Link href={`/docs/api/${slug}`} className="rounded-control hover:text-accent">
                  {t(`groups.${name}`)}
                </Link>
              </h3>
              <p className="border-b pb-2 text-secondary">
                <Say sentence={description} />
              </p>
              <ul>
                {operations.map(({ path, method, operation }) => (
                  <li key={operation.operationId}>
                    <Link
                      href={`/docs/api/${slug}#${operation.operationId}`}
                      className="grid gap-x-6 gap-y-0.5 rounded-control py-2 hover:bg-wash md:grid-cols-2"
                    >
                      <span>
                        <Say sentence={operation.summary} />
                      </span>
                      <span className="min-w-0 break-words font-mono text-12 leading-5 text-secondary">
                        <span className="text-ink">{method}</span> {path}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </Chapter>
        <Chapter id="try" title={t("try.title")} sentence={t("try.sentence")}>
          <TryIt
            prefix={API_PREFIX}
            calls={TRIED.map((call) => ({
              ...call,
              body: call.method === "GET" ? null : JSON.stringify(bodyToTry(call.id), null, 2),
            }))}
          />
        </Chapter>
      </div>
    </div>
  )
}

/** For orders, an open order dated now: it is not sent to Pongo until it is paid. For other calls, the example. */
function bodyToTry(operationId: string): unknown {
  if (operationId !== "createOrder") return EXAMPLES[operationId]!.body
  const now = new Date()
  return {
    order_id: `TEST-${now.getTime()}`,
    location_id: "bastille",
    state: "open",
    channel: "pos",
    delivery_mode: "on_site",
    created_at: now.toISOString(),
    total_cents: 1450,
    lines: [{ sku: "BRG-02", name: "Burger", quantity: 1, unit_price_cents: 1450, total_cents: 1450 }],
  }
}

function Chapter({
  id,
  title,
  sentence,
  children,
}: {
  id: string
  title: string
  sentence?: string
  children: ReactNode
}) {
  return (
    <section id={id} className="mt-14 scroll-mt-6">
      <h2 className="mb-4 text-20 font-medium">{title}</h2>
      {sentence && <p className="-mt-2 mb-4 max-w-prose text-pretty text-secondary">{sentence}</p>}
      {children}
    </section>
  )
}
