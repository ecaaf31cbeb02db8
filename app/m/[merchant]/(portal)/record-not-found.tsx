import { useTranslations } from "next-intl"
import { NotFoundSection } from "@/components/ui/not-found-section"
import type { PortalPath } from "@/lib/address"

/** Page for a record that does not exist. @param list link to the list of records */
export function RecordNotFound({
  words,
  list,
}: {
  words:
    | `${"orders.order" | "incidents.detail" | "customers" | "replays" | "goLive.report"}.notFound`
    | "catalog.preview.gone"
  list: PortalPath
}) {
  const t = useTranslations(words)
  return (
    <NotFoundSection title={t("title")} action={t("action")} href={list}>
      {t("body")}
    </NotFoundSection>
  )
}
