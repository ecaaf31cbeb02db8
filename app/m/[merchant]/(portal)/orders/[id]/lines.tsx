import { useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"
import { formattingTag } from "@/lib/i18n/locale"
import { formatMoney } from "@/lib/money"
import type { PosOrder } from "@/lib/orders/schema"

/** Lines displayed. An order may have ten thousand. */
const SHOWN = 100

const cell = "border-b py-2.5 align-top"

/** The order's items as the till sent them, with rewards marked. */
export function Lines({
  lines,
  totalCents,
  currency,
  locale,
}: {
  lines: PosOrder["lines"]
  totalCents: number
  currency: string
  locale: string
}) {
  const t = useTranslations("orders.order.lines")
  const tFacts = useTranslations("orders.order.facts")
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const quantity = new Intl.NumberFormat(formattingTag(locale), { maximumFractionDigits: 3 })
  return (
    <table className="w-full border-separate border-spacing-0 border-t text-left">
      <caption className="sr-only">{t("caption")}</caption>
      <thead className="text-12 text-secondary">
        <tr>
          <th scope="col" className="border-b py-2 pr-6 font-normal">
            {t("name")}
          </th>
          <th scope="col" className="whitespace-nowrap border-b py-2 pr-6 text-right font-normal">
            {t("quantity")}
          </th>
          <th
            scope="col"
            className="whitespace-nowrap border-b py-2 pr-6 text-right font-normal max-sm:hidden"
          >
            {t("unit")}
          </th>
          <th scope="col" className="border-b py-2 text-right font-normal">
            {t("total")}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.slice(0, SHOWN).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same product may be on several lines
          <tr key={index}>
            <td className={`${cell} w-full pr-6`}>
              <span className="mr-2">{line.name}</span>
              {line.reward && <Badge>{t("reward")}</Badge>}
              <span className="block font-mono text-12 text-secondary">{line.sku}</span>
            </td>
            <td className={`${cell} whitespace-nowrap pr-6 text-right`}>{quantity.format(line.quantity)}</td>
            <td className={`${cell} whitespace-nowrap pr-6 text-right text-secondary max-sm:hidden`}>
              {money(line.unit_price_cents)}
            </td>
            <td className={`${cell} whitespace-nowrap text-right`}>{money(line.total_cents)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {lines.length > SHOWN && (
          <tr>
            <td colSpan={4} className={`${cell} text-secondary`}>
              {t("more", { count: lines.length - SHOWN })}
            </td>
          </tr>
        )}
        <tr className="font-medium">
          <th scope="row" colSpan={2} className="py-3 text-left font-medium">
            {tFacts("amount")}
          </th>
          <td className="max-sm:hidden" />
          <td className="whitespace-nowrap py-3 text-right">{money(totalCents)}</td>
        </tr>
      </tfoot>
    </table>
  )
}
