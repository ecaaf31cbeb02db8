import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import type { Connection } from "@/lib/connections/queries"
import { ConnectFirst } from "../settings/connection/connect-first"

/**
 * Explains why there are no stores or why the list is old, and what to do. A lost connection has its own notice above
 * every page.
 */
export function StoresNotice({
  connection,
  storeCount,
  fetchedAt,
  canEdit,
}: {
  connection: Connection | null
  storeCount: number
  /** When the list was last fetched, in words. */
  fetchedAt: string | null
  canEdit: boolean
}) {
  const t = useTranslations("locations")
  if (!connection) return <ConnectFirst of="locations" canEdit={canEdit} />
  if (connection.state === "revoked" || connection.state === "disconnected") return null
  if (!fetchedAt)
    return (
      <Banner tone="warning" className="mb-8">
        {t("storesNever")}
      </Banner>
    )
  if (connection.storesError)
    return (
      <Banner tone="warning" className="mb-8">
        {t("storesError", { when: fetchedAt })}
      </Banner>
    )
  if (storeCount === 0)
    return (
      <Banner tone="warning" title={t("noStores.title")} className="mb-8">
        {t("noStores.body")}
      </Banner>
    )
  return null
}
