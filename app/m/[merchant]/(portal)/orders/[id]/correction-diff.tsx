import { useTranslations } from "next-intl"

type Change = { path: string; before: string | null; after: string | null }

/** The changes of a correction, field by field: the current value and the one Pongo will receive. */
export function CorrectionDiff({ changes }: { changes: Change[] }) {
  const t = useTranslations("orders.order.correction")
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, keys could not scroll a long difference
    <table tabIndex={0} className="w-full border-separate border-spacing-0 text-left">
      <caption className="mb-2 text-left text-13 font-medium">{t("diff")}</caption>
      <thead className="text-12 text-secondary">
        <tr>
          <th scope="col" className="border-b py-2 pr-4 font-normal">
            <span className="sr-only">{t("field")}</span>
          </th>
          <th scope="col" className="border-b py-2 pr-4 font-normal">
            {t("before")}
          </th>
          <th scope="col" className="border-b py-2 font-normal">
            {t("after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row" className="border-b py-2.5 pr-4 align-top font-normal">
              {fieldName(path)}
            </th>
            <td className="wrap-anywhere border-b py-2.5 pr-4 align-top text-secondary line-through">
              {before ?? t("nothing")}
            </td>
            <td className="wrap-anywhere border-b py-2.5 align-top">{after ?? t("nothing")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )

  function fieldName(path: string) {
    const [, index, field] = /^lines\.(\d+)\.(sku|name|reward)$/.exec(path) ?? []
    if (index && field) return t(`fields.${field as "sku" | "name" | "reward"}`, { line: Number(index) + 1 })
    return t(`fields.${path.replace(".", "_") as "comment" | "customer_email"}`)
  }
}
