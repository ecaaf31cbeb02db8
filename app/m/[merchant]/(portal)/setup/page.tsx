import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { PageHeader } from "@/components/ui/page-header"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getConnection, isUsable } from "@/lib/connections/queries"
import { connectionReturn } from "@/lib/connections/schema"
import { listLocations } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { readSetup } from "@/lib/readiness/queries"
import { NothingToDo } from "../attention"
import { LiveRefresh } from "../live-refresh"
import { Established } from "../settings/connection/established"
import { RecallGuide } from "./dismiss-guide"
import { progressOf, SetupGuide } from "./guide"
import { guideProps } from "./guide-words"

export const generateMetadata = titled("setup.title")

export default async function SetupPage({ params, searchParams }: PageProps<"/m/[merchant]/setup">) {
  const ctx = await requireMember(params)
  const { connected } = connectionReturn.parse(await searchParams)
  const [t, setup, merchant, locations, connection] = await Promise.all([
    getTranslations("setup"),
    readSetup(ctx),
    getMerchant(ctx),
    listLocations(ctx),
    getConnection(ctx),
  ])
  const { done, total } = progressOf(setup)
  const isComplete = done === total
  return (
    <>
      <LiveRefresh />
      <PageHeader
        title={t("title")}
        sentence={t("sentence")}
        meta={<span className="text-secondary">{t("progress", { done, total })}</span>}
      />
      {connected && connection && isUsable(connection) && (
        <div className="mb-6">
          <Established connection={connection} storeCount={setup.facts.stores} />
        </div>
      )}
      {!isComplete && !setup.isGuideWanted && (
        <Banner className="mb-6" action={hasRole(ctx, "viewer") && <RecallGuide />}>
          {t("hidden")}
        </Banner>
      )}
      {isComplete && <NothingToDo title={t("complete.title")}>{t("complete.body")}</NothingToDo>}
      <SetupGuide {...(await guideProps(ctx, setup, merchant, locations))} />
    </>
  )
}
