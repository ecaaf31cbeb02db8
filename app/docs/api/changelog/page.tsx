import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { PageHeader } from "@/components/ui/page-header"
import { referenceWords } from "@/lib/checkout-api/reference-words"
import { formattingTag } from "@/lib/i18n/locale"
import { Say } from "../say"

export const generateMetadata = titled("docs.changelog.title")

/** Additions to v1, by date. */
export default async function ChangelogPage() {
  const [t, locale] = await Promise.all([getTranslations("docs.changelog"), getLocale()])
  const dates = new Intl.DateTimeFormat(formattingTag(locale), { dateStyle: "long", timeZone: "UTC" })
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      {Object.entries(referenceWords[locale].changelog).map(([day, changes]) => (
        <section key={day} className="grid gap-x-8 gap-y-2 border-t py-5 md:grid-cols-[12rem_1fr]">
          <h2 className="font-medium">{dates.format(new Date(day))}</h2>
          <ul className="grid max-w-prose list-disc gap-2 pl-4 text-pretty">
            {changes.map((change) => (
              <li key={change}>
                <Say sentence={change} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
