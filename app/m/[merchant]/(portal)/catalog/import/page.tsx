import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { PageHeader, Section } from "@/components/ui/page-header"
import { CATALOG_COLUMNS } from "@/db/enums"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { listCatalogImports } from "@/lib/catalog/imports"
import { REQUIRED_COLUMNS } from "@/lib/catalog/schema"
import { getMerchant } from "@/lib/merchants/queries"
import { History } from "./history"
import { UploadForm } from "./upload-form"

export const generateMetadata = titled("catalog.upload.title")

export default async function ImportPage({ params }: PageProps<"/m/[merchant]/catalog/import">) {
  const ctx = await requireMember(params)
  const [t, merchant, imports] = await Promise.all([
    getTranslations("catalog"),
    getMerchant(ctx),
    listCatalogImports(ctx),
  ])
  return (
    <>
      <PageHeader
        title={t("upload.title")}
        sentence={t("upload.sentence")}
        back={{ href: "/catalog", label: t("upload.back") }}
      />
      {hasRole(ctx, alsoActing("manager")) ? <UploadForm /> : <Banner>{t("upload.notAllowed")}</Banner>}
      <div className="mt-10 grid gap-10 lg:grid-cols-2">
        <Section title={t("upload.columns")} sentence={t("upload.columnsSentence")}>
          <dl className="grid border-t">
            {CATALOG_COLUMNS.map((column) => (
              <div key={column} className="grid gap-x-6 border-b py-2.5 sm:grid-cols-[10rem_1fr]">
                <dt className="font-medium">
                  {t(`fields.${column}`)}
                  {REQUIRED_COLUMNS.includes(column) && (
                    <span className="ml-1.5 text-12 font-normal text-secondary">{t("upload.required")}</span>
                  )}
                </dt>
                <dd className="text-secondary">{t(`upload.about.${column}`)}</dd>
              </div>
            ))}
          </dl>
        </Section>
        <div>
          <Section title={t("history.title")}>
            <History imports={imports} timeZone={merchant.timeZone} />
          </Section>
        </div>
      </div>
    </>
  )
}
