import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { PageHeader, Section } from "@/components/ui/page-header"
import { RowErrors } from "@/components/ui/row-errors"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getMerchant } from "@/lib/merchants/queries"
import { formatDateTime } from "@/lib/time"
import { requireImport } from "../../../records"
import { ImportForm } from "./import-form"
import { Reading } from "./reading"
import { Sample } from "./sample"

export const generateMetadata = titled("catalog.preview.title")

export default async function PreviewPage({ params }: PageProps<"/m/[merchant]/catalog/import/[id]">) {
  const ctx = await requireMember(params)
  const [t, locale, merchant, read] = await Promise.all([
    getTranslations("catalog"),
    getLocale(),
    getMerchant(ctx),
    requireImport(params),
  ])
  const rightRows = read.rowCount - read.errorCount
  const { added, changed, deactivated } = read.effect
  const hasNothingToImport = read.errorCount > 0 && added + changed === 0
  const back = { href: "/catalog/import" as const, label: t("preview.back") }

  if (read.importedAt)
    return (
      <>
        <PageHeader title={read.fileName} back={back} />
        <Banner action={<ButtonLink href="/catalog">{t("title")}</ButtonLink>}>
          {t("preview.already", {
            when: formatDateTime(read.importedAt, { locale, timeZone: merchant.timeZone }),
          })}{" "}
          {t("preview.doneHint", { added, changed, deactivated })}
        </Banner>
      </>
    )
  return (
    <>
      <PageHeader
        title={t("preview.title")}
        sentence={t("preview.sentence", { file: read.fileName })}
        back={back}
      />
      <Effect effect={read.effect} errorCount={read.errorCount} />
      {read.errors.length > 0 && (
        <Section
          title={t("preview.errors")}
          sentence={
            hasNothingToImport
              ? t(rightRows === 0 ? "preview.nothingRight" : "preview.nothingNew")
              : [
                  t("preview.errorsSentence"),
                  read.errorCount > read.errors.length &&
                    t("preview.errorsMore", { shown: read.errors.length }),
                ]
                  .filter(Boolean)
                  .join(" ")
          }
        >
          <RowErrors
            caption={t("preview.errors")}
            errors={read.errors.map(({ row, problem, value, column, firstRow }) => ({
              row,
              words: t(`problems.${problem}`, {
                value,
                firstRow: firstRow ?? 0,
                column: column ? t(`fields.${column}`) : "",
              }),
            }))}
          />
        </Section>
      )}
      {rightRows > 0 && !hasNothingToImport && hasRole(ctx, alsoActing("manager")) && (
        <div className="mt-10">
          <ImportForm
            id={read.id}
            productCount={rightRows}
            absentCount={deactivated}
            canReplace={read.errorCount === 0}
          />
        </div>
      )}
      {hasNothingToImport && (
        <ButtonLink variant="primary" href={back.href} className="mt-6">
          {back.label}
        </ButtonLink>
      )}
      <div className="mt-10 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        {read.sample.length > 0 && (
          <div className="min-w-0">
            <Section title={t("preview.sample")}>
              <Sample rows={read.sample} currency={merchant.currency} />
            </Section>
          </div>
        )}
        <div>
          <Section title={t("preview.reading")}>
            <Reading reading={read.reading} />
          </Section>
        </div>
      </div>
    </>
  )
}

/** What importing would do, counted. */
async function Effect({
  effect: { added, changed, same },
  errorCount,
}: {
  effect: { added: number; changed: number; same: number }
  errorCount: number
}) {
  const t = await getTranslations("catalog.preview")
  return (
    <Section title={t("effect")}>
      <ul className="flex flex-wrap gap-x-8 gap-y-1 border-t pt-4 text-16">
        <li>{t("added", { count: added })}</li>
        <li>{t("changed", { count: changed })}</li>
        <li className="text-secondary">{t("same", { count: same })}</li>
        {errorCount > 0 && <li className="font-medium text-failed">{t("wrong", { count: errorCount })}</li>}
      </ul>
    </Section>
  )
}
