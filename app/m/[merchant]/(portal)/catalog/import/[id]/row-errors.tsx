import { useTranslations } from "next-intl"
import type { CatalogRowError } from "@/db/enums"

const cell = "border-b py-2 align-top"

/** The wrong rows, numbered as the spreadsheet numbers them, and what is wrong with each. */
export function RowErrors({ errors }: { errors: CatalogRowError[] }) {
  const t = useTranslations("catalog")
  return (
    <div className="max-h-96 overflow-y-auto border-t">
      <table className="w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">{t("preview.errors")}</caption>
        <thead className="text-12 text-secondary">
          <tr>
            <th scope="col" className="sticky top-0 w-20 border-b bg-paper py-2 pr-6 text-right font-normal">
              {t("preview.row")}
            </th>
            <th scope="col" className="sticky top-0 border-b bg-paper py-2 font-normal">
              {t("preview.problem")}
            </th>
          </tr>
        </thead>
        <tbody>
          {errors.map((error) => (
            <tr key={`${error.row} ${error.column} ${error.problem} ${error.value}`}>
              <td className={`${cell} pr-6 text-right`}>{error.row}</td>
              <td className={`${cell} break-words`}>
                {t(`problems.${error.problem}`, {
                  value: error.value,
                  firstRow: error.firstRow ?? 0,
                  column: error.column ? t(`fields.${error.column}`) : "",
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
