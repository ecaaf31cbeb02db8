import { useLocale, useTranslations } from "next-intl"
import { Link } from "@/components/link"
import { listNames } from "./failures"

/** How many rewards work, in one line, and the locations that offer none. */
export function Summary({
  works,
  fails,
  unsupported,
  readAt,
  preflight,
  unmapped,
}: {
  works: number
  fails: number
  unsupported: number
  /** In words; null before the first fetch. */
  readAt: string | null
  /** The last nightly check, and how many rewards started to fail since the one before. */
  preflight: { when: string; fresh: number } | null
  /** Names of the locations without a store. */
  unmapped: string[]
}) {
  const t = useTranslations("rewards.summary")
  const locale = useLocale()
  return (
    <div className="mb-8">
      <p className="flex flex-wrap gap-x-5 gap-y-1 text-16">
        {fails > 0 && <span className="font-medium text-failed">{t("fails", { count: fails })}</span>}
        <span className={fails > 0 ? undefined : "font-medium"}>{t("works", { count: works })}</span>
        {fails === 0 && <span className="text-secondary">{t("fails", { count: 0 })}</span>}
        {unsupported > 0 && (
          <span className="text-secondary">{t("unsupported", { count: unsupported })}</span>
        )}
      </p>
      {readAt && <p className="mt-1 text-13 text-secondary">{t("read", { when: readAt })}</p>}
      <p className="mt-1 text-13 text-secondary">
        {preflight ? t("preflight", { when: preflight.when, count: preflight.fresh }) : t("noPreflight")}
      </p>
      {unmapped.length > 0 && (
        <p className="mt-1 text-13 text-secondary">
          {t("unmapped", {
            count: unmapped.length,
            names: listNames(locale, unmapped),
          })}{" "}
          <Link href="/locations" className="text-accent underline underline-offset-2">
            {t("map")}
          </Link>
        </p>
      )}
    </div>
  )
}
