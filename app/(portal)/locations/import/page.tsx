import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { Banner } from "@/components/ui/banner"
import { PageHeader } from "@/components/ui/page-header"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { ImportLocations } from "./import-locations"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("locations.import"))("title") }
}

export default async function ImportLocationsPage() {
  const [ctx, t] = await Promise.all([requireMember(), getTranslations("locations.import")])
  return (
    <>
      <PageHeader
        title={t("title")}
        sentence={t("sentence")}
        back={{ href: "/locations", label: t("back") }}
        action={
          <a
            href="/locations/locations.csv"
            download
            className="text-accent underline-offset-2 hover:underline"
          >
            {t("export")}
          </a>
        }
      />
      {hasRole(ctx, "manager") ? <ImportLocations /> : <Banner>{t("notAllowed")}</Banner>}
    </>
  )
}
