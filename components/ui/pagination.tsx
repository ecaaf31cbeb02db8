import { ChevronLeft, ChevronRight } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import type { Href } from "@/components/link"
import { Button, ButtonLink } from "./button"

/** Keyset pagination: next and previous, no page numbers. `summary` says what the page shows ("1 204 commandes"). */
export function Pagination({
  previousHref,
  nextHref,
  summary,
}: {
  previousHref?: Href
  nextHref?: Href
  summary?: ReactNode
}) {
  const t = useTranslations("common.pagination")
  return (
    <nav aria-label={t("label")} className="flex items-center justify-between gap-4 py-3 text-13">
      <p className="text-secondary">{summary}</p>
      <div className="flex gap-2">
        <Step href={previousHref}>
          <ChevronLeft aria-hidden />
          {t("previous")}
        </Step>
        <Step href={nextHref}>
          {t("next")}
          <ChevronRight aria-hidden />
        </Step>
      </div>
    </nav>
  )
}

function Step({ href, children }: { href?: Href; children: ReactNode }) {
  return href ? (
    <ButtonLink size="small" href={href}>
      {children}
    </ButtonLink>
  ) : (
    <Button size="small" disabled>
      {children}
    </Button>
  )
}
