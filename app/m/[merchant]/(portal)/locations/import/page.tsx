import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { FileLink } from "@/components/link"
import { Banner } from "@/components/ui/banner"
import { PageHeader } from "@/components/ui/page-header"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { ImportLocations } from "./import-locations"

export const generateMetadata = titled("locations.import.title")

export default async function ImportLocationsPage({ params }: PageProps<"/m/[merchant]/locations/import">) {
  const [ctx, t] = await Promise.all([requireMember(params), getTranslations("locations.import")])
  return (
    <>
      <PageHeader
        title={t("title")}
        sentence={t("sentence")}
        back={{ href: "/locations", label: t("back") }}
        action={
          <FileLink
            href="/locations/locations.csv"
            className="text-accent underline-offset-2 hover:underline"
          >
            {t("export")}
          </FileLink>
        }
      />
      {hasRole(ctx, alsoActing("manager")) ? <ImportLocations /> : <Banner>{t("notAllowed")}</Banner>}
    </>
  )
}
