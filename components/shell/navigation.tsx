"use client"
import { Ellipsis } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ReactNode, useState } from "react"
import { type Href, Link, usePortalPath } from "@/components/link"
import { Sheet, SheetContent, SheetTrigger } from "@/components/ui/sheet"
import { cn } from "@/lib/cn"

export type NavigationItem = {
  href: Href
  label: string
  /** For a phone's bottom bar, where the label is too long. */
  shortLabel?: string
  icon: ReactNode
  /** Other paths that belong to this entry. */
  also?: string[]
  /** Number of things there that need a person; undefined hides the badge. */
  badge?: number
}

const BOTTOM_BAR_ITEMS = 3

function useActiveHref(items: NavigationItem[]) {
  const pathname = usePortalPath()
  return items
    .flatMap(({ href, also = [] }) => [href, ...also].map((address) => ({ href, address })))
    .filter(
      ({ address }) => pathname === address || pathname.startsWith(address === "/" ? "//" : `${address}/`),
    )
    .sort((a, b) => b.address.length - a.address.length)[0]?.href
}

export function SideNavigation({ items, onNavigate }: { items: NavigationItem[]; onNavigate?: () => void }) {
  const activeHref = useActiveHref(items)
  return (
    <ul className="space-y-0.5">
      {items.map((item) => {
        const active = item.href === activeHref
        return (
          <li key={item.href}>
            <Link
              href={item.href}
              onClick={onNavigate}
              aria-current={active ? "page" : undefined}
              className={cn(
                "flex h-8 items-center gap-2.5 rounded-control px-2 text-14 transition-colors duration-100 max-md:h-11 max-md:text-16 [&_svg]:size-4 [&_svg]:shrink-0",
                active
                  ? "bg-accent-soft font-medium text-accent"
                  : "text-ink hover:bg-wash [&_svg]:text-secondary",
              )}
            >
              {item.icon}
              <span className="min-w-0 flex-1 truncate">{item.label}</span>
              {item.badge ? <span className="text-12 font-medium text-failed">{item.badge}</span> : null}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** A phone's navigation: the first three entries in a bottom bar, the rest in a sheet. */
export function BottomNavigation({ items }: { items: NavigationItem[] }) {
  const t = useTranslations("shell")
  const [open, setOpen] = useState(false)
  const activeHref = useActiveHref(items)
  const first = items.slice(0, BOTTOM_BAR_ITEMS)
  const elsewhere = activeHref !== undefined && !first.some((item) => item.href === activeHref)
  const place = (active: boolean) =>
    cn(
      "relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-12 -outline-offset-2 [&_svg]:size-5",
      active ? "font-medium text-accent" : "text-secondary",
    )

  return (
    <nav
      aria-label={t("navigation")}
      className="fixed inset-x-0 bottom-0 z-30 flex border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {first.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.href === activeHref ? "page" : undefined}
          className={place(item.href === activeHref)}
        >
          {item.icon}
          <span className="max-w-full truncate px-1">{item.shortLabel ?? item.label}</span>
          {item.badge ? (
            <span className="absolute left-1/2 top-1.5 ml-2 rounded-full bg-failed px-1 text-12 leading-4 font-medium text-paper">
              {item.badge}
            </span>
          ) : null}
        </Link>
      ))}
      <Sheet open={open} onOpenChange={setOpen}>
        <SheetTrigger className={place(elsewhere)}>
          <Ellipsis aria-hidden />
          {t("more")}
        </SheetTrigger>
        <SheetContent title={t("menu")}>
          <nav aria-label={t("menu")}>
            <SideNavigation items={items} onNavigate={() => setOpen(false)} />
          </nav>
        </SheetContent>
      </Sheet>
    </nav>
  )
}
