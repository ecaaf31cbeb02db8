import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { WARNING_CODES } from "@/db/enums"

/** Warnings about the order as the till sent it. It was accepted all the same. */
export function Warnings({ warnings }: { warnings: { code: string }[] }) {
  const t = useTranslations("orders.order.warnings")
  if (warnings.length === 0) return null
  const isTillAtFault = warnings.some(({ code }) => code !== "partial_refund_not_told")
  return (
    <Banner tone={isTillAtFault ? "warning" : undefined} title={isTillAtFault && t("title")} className="mb-4">
      {warnings.map(({ code }) => (
        <p key={code}>{t(WARNING_CODES.find((known) => known === code) ?? "other")}</p>
      ))}
    </Banner>
  )
}
