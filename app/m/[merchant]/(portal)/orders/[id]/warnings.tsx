import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"

const KNOWN = [
  "lines_total_mismatch",
  "line_total_mismatch",
  "payments_total_mismatch",
  "clock_far_off",
] as const

/** What was odd about the order as the till sent it. It was taken all the same. */
export function Warnings({ warnings }: { warnings: { code: string }[] }) {
  const t = useTranslations("orders.order.warnings")
  if (warnings.length === 0) return null
  return (
    <Banner tone="warning" title={t("title")} className="mb-4">
      {warnings.map(({ code }) => (
        <p key={code}>{t(KNOWN.find((known) => known === code) ?? "other")}</p>
      ))}
    </Banner>
  )
}
