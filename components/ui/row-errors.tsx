import { useTranslations } from "next-intl"

const head = "sticky top-0 border-b bg-paper py-2 font-normal"
const cell = "border-b py-2 align-top"

/** The invalid rows of a file, by their spreadsheet row number, with their errors. */
export function RowErrors({
  caption,
  errors,
}: {
  caption: string
  errors: { row: number; words: string }[]
}) {
  const t = useTranslations("common.file")
  return (
    <div className="max-h-96 overflow-y-auto border-t">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it, keys could not scroll a long list */}
      <table tabIndex={0} className="-outline-offset-2 w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-12 text-secondary">
          <tr>
            <th scope="col" className={`${head} w-20 pr-6 text-right`}>
              {t("row")}
            </th>
            <th scope="col" className={head}>
              {t("problem")}
            </th>
          </tr>
        </thead>
        <tbody>
          {errors.map(({ row, words }) => (
            <tr key={`${row} ${words}`}>
              <td className={`${cell} pr-6 text-right`}>{row}</td>
              <td className={`${cell} break-words`}>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
