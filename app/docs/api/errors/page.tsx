import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { PageHeader } from "@/components/ui/page-header"
import { POS_ERRORS, type PosErrorCode } from "@/lib/errors"
import { tillMessages } from "@/lib/i18n/plain-messages"

export const generateMetadata = titled("docs.errors.title")

const codes = Object.entries(POS_ERRORS) as [PosErrorCode, (typeof POS_ERRORS)[PosErrorCode]][]

/** The `type` of a problem links here: `/docs/api/errors#order_conflict`. */
export default async function ErrorsPage() {
  const t = await getTranslations("docs.errors")
  return (
    <>
      <PageHeader
        title={t("title")}
        sentence={t.rich("sentence", { code: (name) => <code className="font-mono">{name}</code> })}
      />
      <ul className="border-t">
        {codes.map(([code, { status, retryable, title }]) => (
          <li
            key={code}
            id={code}
            className="grid scroll-mt-4 gap-x-8 gap-y-2 border-b py-4 target:bg-accent-soft md:grid-cols-[16rem_1fr] md:px-3"
          >
            <div className="min-w-0">
              <h2 className="font-mono text-13">
                <a href={`#${code}`} className="rounded-control hover:text-accent">
                  {code}
                </a>
              </h2>
              <p className="mt-1 text-12 text-secondary">
                {status} · {t(retryable ? "retry" : "noRetry")}
              </p>
            </div>
            <dl className="grid gap-x-4 gap-y-1 text-pretty sm:grid-cols-[4.5rem_1fr]">
              <dt className="text-12 leading-5 text-secondary">{t("meaning")}</dt>
              <dd lang="en">{title}.</dd>
              <dt className="text-12 leading-5 text-secondary">Français</dt>
              <dd lang="fr">{tillMessages.fr.errors[code]}</dd>
              <dt className="text-12 leading-5 text-secondary">English</dt>
              <dd lang="en">{tillMessages.en.errors[code]}</dd>
            </dl>
          </li>
        ))}
      </ul>
    </>
  )
}
