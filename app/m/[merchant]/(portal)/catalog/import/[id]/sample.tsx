import { useLocale, useTranslations } from "next-intl"
import type { ImportPreview } from "@/lib/catalog/imports"
import { formatMoney } from "@/lib/money"

const cell = "border-b py-2 pr-6 align-top"
const head = "border-b py-2 pr-6 font-normal"

/** The first rows as parsed, to check accents and prices. */
export function Sample({ rows, currency }: { rows: ImportPreview["sample"]; currency: string }) {
  const t = useTranslations("catalog")
  const locale = useLocale()
  const unsaid = <span className="text-secondary">{t("preview.unsaid")}</span>
  const sale = (active: boolean | undefined) =>
    active === undefined ? unsaid : t(active ? "onSale" : "offSale")
  return (
    <table className="w-full border-separate border-spacing-0 border-t text-left">
      <caption className="sr-only">{t("preview.sample")}</caption>
      <thead className="text-12 text-secondary">
        <tr>
          <th scope="col" className={head}>
            {t("fields.sku")}
          </th>
          <th scope="col" className={head}>
            {t("fields.name")}
          </th>
          <th scope="col" className={`${head} text-right`}>
            {t("fields.price")}
          </th>
          <th scope="col" className={`${head} max-sm:hidden`}>
            {t("fields.kind")}
          </th>
          <th scope="col" className={`${head} max-sm:hidden`}>
            {t("fields.active")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.sku}>
            <td className={`${cell} min-w-24 break-all font-mono text-13`}>{row.sku}</td>
            <td className={cell}>{row.name}</td>
            <td className={`${cell} whitespace-nowrap text-right`}>
              {formatMoney(row.price_cents, currency, locale)}
            </td>
            <td className={`${cell} max-sm:hidden`}>{row.kind ? t(`kinds.${row.kind}`) : unsaid}</td>
            <td className={`${cell} max-sm:hidden`}>{sale(row.active)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
