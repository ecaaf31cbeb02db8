import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader, Section } from "@/components/ui/page-header"
import type { Ctx } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getPongoHealth } from "@/lib/connections/queries"
import { findCustomer } from "@/lib/customers/list"
import { diagnose } from "@/lib/diagnosis/diagnose"
import { getDiagnosedOrder, getSurroundings, listAlternatives } from "@/lib/diagnosis/queries"
import { type DiagnosisSubject, diagnosisSubject } from "@/lib/diagnosis/schema"
import { AppError } from "@/lib/errors"
import { getMerchant } from "@/lib/merchants/queries"
import { listTills } from "@/lib/tills/queries"
import { LiveRefresh } from "../live-refresh"
import { OrdersTabs } from "../orders/orders-tabs"
import { Alternatives } from "./alternatives"
import { Chain } from "./chain"
import { Checks } from "./checks"
import { doneFacts } from "./done-facts"
import { SearchSubject } from "./search-subject"
import { Verdict } from "./verdict"

export const generateMetadata = titled("diagnosis.title")

export default async function WhyNoPointsPage({
  params,
  searchParams,
}: PageProps<"/m/[merchant]/why-no-points">) {
  const ctx = await requireMember(params)
  const subject = diagnosisSubject.parse(await searchParams)
  const isAsked = Boolean(subject.order ?? subject.customer ?? subject.none)
  const [t, tOrders] = await Promise.all([getTranslations("diagnosis"), getTranslations("orders")])
  return (
    <>
      <PageHeader title={tOrders("title")} sentence={t("sentence")} />
      <OrdersTabs active="why" />
      <SearchSubject autoFocus={!isAsked} />
      {isAsked ? (
        <Answer ctx={ctx} subject={subject} />
      ) : (
        <div className="border-t">
          <EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>
        </div>
      )}
    </>
  )
}

async function Answer({ ctx, subject }: { ctx: Ctx; subject: DiagnosisSubject }) {
  const [t, merchant, order, health] = await Promise.all([
    getTranslations("diagnosis"),
    getMerchant(ctx),
    subject.order ? orderOrNull(ctx, subject.order) : null,
    getPongoHealth(ctx),
  ])
  const customerId = order ? order.customerId : (subject.customer ?? null)
  const [customer, alternatives, around] = await Promise.all([
    customerId ? findCustomer(ctx, customerId) : null,
    order ? listAlternatives(ctx, order.id) : [],
    order ? null : Promise.all([getSurroundings(ctx), listTills(ctx)]),
  ])
  const diagnosis = diagnose({
    isCustomerKnown: order ? order.hasCustomer || null : isCustomerKnown(subject, customer !== null),
    order,
    isPongoDown: health?.isDown ?? false,
  })
  const facts = await doneFacts(order, customer, merchant)

  return (
    <>
      {order && diagnosis.problem && <LiveRefresh />}
      <Verdict ctx={ctx} diagnosis={diagnosis} order={order} timeZone={merchant.timeZone} />
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0">
          <Section title={t("chain")}>
            <Chain steps={diagnosis.steps} facts={facts} />
          </Section>
        </div>
        <div className="min-w-0">
          {around && (
            <Section title={t("checks.title")}>
              <Checks surroundings={around[0]} tills={around[1]} timeZone={merchant.timeZone} />
            </Section>
          )}
          {order && alternatives.length > 1 && (
            <Section title={t("alternatives.title")} sentence={t("alternatives.sentence")}>
              <Alternatives orders={alternatives} shownId={order.id} merchant={merchant} />
            </Section>
          )}
        </div>
      </div>
    </>
  )
}

/** Treats another merchant's order like one that does not exist. */
const orderOrNull = (ctx: Ctx, id: string) =>
  getDiagnosedOrder(ctx, id).catch((error) => {
    if (error instanceof AppError && error.code === "order_not_found") return null
    throw error
  })

function isCustomerKnown({ customer, none }: DiagnosisSubject, isInDirectory: boolean): boolean | null {
  if (customer) return isInDirectory
  return none === "phone" || none === "customer" ? false : null
}
