import { useLocale, useTranslations } from "next-intl"
import type { PastImport } from "@/lib/catalog/imports"
import { formatDateTime } from "@/lib/time"

/** Past imports, newest first. */
export function History({ imports, timeZone }: { imports: PastImport[]; timeZone: string }) {
  const t = useTranslations("catalog.history")
  const locale = useLocale()
  if (imports.length === 0) return <p className="border-t py-4 text-secondary">{t("none")}</p>
  return (
    <ul className="border-t">
      {imports.map((one) => (
        <li key={one.id} className="border-b py-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-6">
            <span className="min-w-0 break-all font-medium">{one.fileName}</span>
            <span className="text-13 text-secondary">
              {formatDateTime(one.importedAt, { locale, timeZone, style: "short" })} · {one.importedBy}
            </span>
          </p>
          <p className="text-13 text-secondary">
            {t("line", {
              rows: one.rowCount,
              added: one.added,
              changed: one.changed,
              deactivated: one.deactivated,
            })}
            {one.errorCount > 0 && ` · ${t("wrong", { count: one.errorCount })}`}
          </p>
        </li>
      ))}
    </ul>
  )
}
