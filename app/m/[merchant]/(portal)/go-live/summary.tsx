import { useTranslations } from "next-intl"
import type { GoLiveResult } from "@/db/enums"
import { countRows } from "@/lib/go-live/checks"
import type { ReportRow } from "@/lib/go-live/schema"

/** Progress of the check: two lines and a bar. */
export function Summary({ result, rows }: { result: GoLiveResult; rows: ReportRow[] }) {
  const t = useTranslations("goLive.summary")
  const { applying, shown } = countRows(rows)
  const rehearsed = rows.filter(({ state }) => state === "rehearsed").length
  return (
    <div className="mb-8">
      <p className="text-16 font-medium">{t("count", { shown, applying })}</p>
      <p className="mt-0.5 text-pretty text-secondary">
        {t(`result.${result}`, { count: result === "not_ready" ? applying - shown : rehearsed })}
      </p>
      <div aria-hidden className="mt-3 grid h-1.5 max-w-prose auto-cols-fr grid-flow-col gap-0.5">
        {Array.from({ length: applying }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: segments of a bar have no other identity
            key={index}
            className={
              index < shown - rehearsed
                ? "rounded-full bg-delivered"
                : index < shown
                  ? "rounded-full bg-queued"
                  : "rounded-full bg-rule"
            }
          />
        ))}
      </div>
    </div>
  )
}
