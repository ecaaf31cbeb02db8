import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Banner } from "@/components/ui/banner"
import type { Connection } from "@/lib/connections/queries"

/** What the person who returns from Pongo's form achieved. */
export function Established({
  connection,
  storeCount,
  action,
}: {
  connection: Connection
  storeCount: number
  action?: ReactNode
}) {
  const t = useTranslations("settings.connection.established")
  const areStoresKnown = connection.storesFetchedAt && !connection.storesError
  return (
    <div role="status">
      <Banner title={t("title", { merchant: connection.pongoMerchantName ?? "Pongo" })} action={action}>
        {areStoresKnown ? t("stores", { count: storeCount }) : t("storesLater")}
      </Banner>
    </div>
  )
}
