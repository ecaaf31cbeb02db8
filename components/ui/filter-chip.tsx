"use client"
import { Check, ChevronDown, X } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { type Href, Link } from "@/components/link"
import { cn } from "@/lib/cn"
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "./dropdown-menu"

type FilterOption = { label: string; href: Href; active: boolean }

/**
 * One filter of a list. Unset, it shows its name; set, it shows its value and a button that clears it, so that the row
 * of chips reads as a sentence. Options are links, because the URL holds the list's state. Without options it can only
 * be cleared.
 */
export function FilterChip({
  name,
  value,
  options,
  removeHref,
  moreHref,
}: {
  name: string
  value?: string
  options: FilterOption[]
  removeHref: Href
  /** Where to choose, if there are too many options to list. */
  moreHref?: Href | undefined
}) {
  const t = useTranslations("common.actions")
  return (
    <span
      className={cn(
        "inline-flex h-8 items-center rounded-full border text-13 max-md:h-9",
        value ? "border-transparent bg-accent-soft text-accent" : "border-edge bg-surface text-ink",
      )}
    >
      {options.length === 0 ? (
        <span className="pl-3 pr-1 font-medium">
          <span className="sr-only">{name}, </span>
          {value}
        </span>
      ) : (
        <DropdownMenu>
          <DropdownMenuTrigger
            className={cn(
              "flex h-full items-center gap-1 rounded-full pl-3",
              value ? "pr-1 font-medium" : "pr-2 hover:bg-wash data-[state=open]:bg-wash",
            )}
          >
            {value && <span className="sr-only">{name}, </span>}
            {value ?? name}
            {!value && <ChevronDown aria-hidden className="size-4 text-secondary" />}
          </DropdownMenuTrigger>
          <DropdownMenuContent align="start">
            {options.map((option) => (
              <DropdownMenuItem key={option.href} asChild>
                <Link
                  href={option.href}
                  scroll={false}
                  prefetch={false}
                  aria-current={option.active || undefined}
                >
                  <span className="min-w-0 flex-1 truncate">{option.label}</span>
                  {option.active && <Check aria-hidden className="text-accent!" />}
                </Link>
              </DropdownMenuItem>
            ))}
            {moreHref && (
              <>
                <DropdownMenuSeparator />
                <DropdownMenuItem asChild>
                  <Link href={moreHref} prefetch={false}>
                    {t("fullList")}
                  </Link>
                </DropdownMenuItem>
              </>
            )}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
      {value && (
        <Link
          href={removeHref}
          scroll={false}
          aria-label={`${t("remove")} ${name}`}
          className="grid h-full w-7 place-items-center rounded-full hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </Link>
      )}
    </span>
  )
}

/** A list's filters: search first, then chips, `clearHref` when any is set, and the rest on the right. */
export function FilterBar({
  clearHref,
  end,
  children,
}: {
  clearHref?: Href
  end?: ReactNode
  children: ReactNode
}) {
  const t = useTranslations("common.actions")
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      {children}
      {clearHref && (
        <Link
          href={clearHref}
          scroll={false}
          className="rounded-control px-1.5 text-13 text-secondary underline-offset-2 hover:text-ink hover:underline"
        >
          {t("clearAll")}
        </Link>
      )}
      {end && <div className="ml-auto flex items-center gap-2 text-13 text-secondary">{end}</div>}
    </div>
  )
}
