import { useTranslations } from "next-intl"
import { RowErrors } from "@/components/ui/row-errors"
import type { LocationRow, LocationRowError } from "@/lib/locations/schema"

const EFFECTS = ["added", "changed", "restored", "same"] as const

const cell = "border-b py-2 pr-6 align-top"
const head = "border-b py-2 pr-6 font-normal"

/** What the import would change. Invalid rows come first because they need a correction. */
export function Preview({ rows, errors }: { rows: LocationRow[]; errors: LocationRowError[] }) {
  const t = useTranslations("locations.import")
  const countOf = (effect: LocationRow["effect"]) => rows.filter((row) => row.effect === effect).length
  const wrongRows = new Set(errors.map(({ row }) => row)).size
  return (
    <div className="grid gap-8">
      <ul className="flex flex-wrap gap-x-8 gap-y-1 border-t pt-4 text-16">
        {EFFECTS.map((effect) =>
          effect === "restored" && countOf(effect) === 0 ? null : (
            <li key={effect} className={effect === "same" ? "text-secondary" : undefined}>
              {t(`counts.${effect}`, { count: countOf(effect) })}
            </li>
          ),
        )}
        {wrongRows > 0 && <li className="font-medium text-failed">{t("wrong", { count: wrongRows })}</li>}
      </ul>
      {errors.length > 0 && (
        <div>
          <h3 className="font-medium">{t("errors")}</h3>
          <p className="mb-3 text-secondary">{t("errorsSentence")}</p>
          <RowErrors
            caption={t("errors")}
            errors={errors.map(({ row, problem, value, column, firstRow }) => ({
              row,
              words: t(`problems.${problem}`, {
                value,
                firstRow: firstRow ?? 0,
                column: column ? t(`columns.${column}`) : "",
              }),
            }))}
          />
        </div>
      )}
      {rows.length > 0 && (
        <table className="w-full border-separate border-spacing-0 border-t text-left">
          <caption className="sr-only">{t("preview")}</caption>
          <thead className="text-12 text-secondary">
            <tr>
              {(["effect", "id", "name"] as const).map((column) => (
                <th key={column} scope="col" className={head}>
                  {t(`columns.${column}`)}
                </th>
              ))}
              <th scope="col" className={`${head} max-sm:hidden`}>
                {t("columns.address")}
              </th>
              <th scope="col" className={`${head} max-sm:hidden`}>
                {t("columns.phone")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ location, effect }) => (
              <tr key={location.id} className={effect === "same" ? "text-secondary" : undefined}>
                <td className={cell}>{t(`effects.${effect}`)}</td>
                <td className={`${cell} break-all font-mono text-13`}>{location.id}</td>
                <td className={cell}>{location.name}</td>
                <td className={`${cell} max-sm:hidden`}>
                  {[
                    location.address,
                    [location.postal_code, location.city].filter(Boolean).join(" "),
                    location.country,
                  ]
                    .filter(Boolean)
                    .join(", ")}
                </td>
                <td className={`${cell} whitespace-nowrap max-sm:hidden`}>{location.phone}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
