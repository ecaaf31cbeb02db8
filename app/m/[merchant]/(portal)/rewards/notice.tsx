import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import type { Connection } from "@/lib/connections/queries"
import { ConnectFirst } from "../settings/connection/connect-first"

/**
 * Explains why there are no rewards, why the list is old, or why no product can be given. A lost connection has its own
 * notice above every page.
 */
export function Notice({
  connection,
  readAt,
  hasProducts,
  canEdit,
}: {
  connection: Connection | null
  /** When the rewards were last fetched, in words. */
  readAt: string | null
  hasProducts: boolean
  canEdit: boolean
}) {
  const t = useTranslations("rewards")
  if (!connection) return <ConnectFirst of="rewards" canEdit={canEdit} />
  return (
    <>
      {connection.rewardsError && connection.state !== "revoked" && connection.state !== "disconnected" && (
        <Banner tone="warning" className="mb-6">
          {t("readError", { when: readAt ?? "never" })}
        </Banner>
      )}
      {!hasProducts && (
        <Banner
          tone="warning"
          className="mb-6"
          title={t("noCatalog.title")}
          action={
            canEdit && (
              <ButtonLink variant="primary" href="/catalog/import">
                {t("noCatalog.action")}
              </ButtonLink>
            )
          }
        >
          {t("noCatalog.body")}
        </Banner>
      )}
    </>
  )
}
