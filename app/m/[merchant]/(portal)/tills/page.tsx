import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getMerchant } from "@/lib/merchants/queries"
import { listTills } from "@/lib/tills/queries"
import { TILL_WARNINGS } from "@/lib/tills/warnings"
import { LiveRefresh } from "../live-refresh"
import { showTills } from "./till-rows"
import { TillsTable } from "./tills-table"
import { TillsTabs } from "./tills-tabs"

export const generateMetadata = titled("tills.title")

export default async function TillsPage({ params }: PageProps<"/m/[merchant]/tills">) {
  const ctx = await requireMember(params)
  const [t, locale, merchant, tills] = await Promise.all([
    getTranslations("tills"),
    getLocale(),
    getMerchant(ctx),
    listTills(ctx),
  ])
  const now = new Date()
  const rows = await showTills(tills, merchant.timeZone, locale, now)
  const backlog = tills.reduce((sum, { offlineOrders }) => sum + (offlineOrders ?? 0), 0)
  const present = TILL_WARNINGS.flatMap((warning) => {
    const count = tills.filter(({ warnings }) => warnings.includes(warning)).length
    return count ? [{ warning, count: warning === "backlog" ? backlog : count }] : []
  })

  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <TillsTabs active="list" />
      <LiveRefresh />
      {present.length > 0 && (
        <Banner tone={present[0]?.warning === "backlog" ? "held" : "warning"} className="mb-6">
          {present.map(({ warning, count }) => (
            <p key={warning}>{t(`explain.${warning}`, { count })}</p>
          ))}
        </Banner>
      )}
      <TillsTable rows={rows} mayForget={hasRole(ctx, alsoActing("manager"))} empty={<NoTills />} />
      {rows.length > 0 && <p className="py-3 text-13 text-secondary">{t("count", { count: rows.length })}</p>}
    </>
  )
}

async function NoTills() {
  const t = await getTranslations("tills.empty")
  return (
    <EmptyState
      title={t("title")}
      action={
        <ButtonLink variant="primary" href="/docs/api">
          {t("action")}
        </ButtonLink>
      }
    >
      {t.rich("body", {
        code: (words) => <code className="whitespace-nowrap font-mono text-13">{words}</code>,
      })}
    </EmptyState>
  )
}
