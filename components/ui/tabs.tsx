import type { ReactNode } from "react"
import { type Href, Link } from "@/components/link"
import { cn } from "@/lib/cn"

/** Views of one page. Each has an address, so a tab can be shared, reloaded and opened separately. */
export function Tabs({
  label,
  items,
  className,
}: {
  label: string
  items: { href: Href; label: ReactNode; active: boolean; count?: number }[]
  className?: string
}) {
  return (
    <nav aria-label={label} className={cn("border-b", className)}>
      <ul className="-mb-px flex gap-6 overflow-x-auto [scrollbar-width:none]">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              aria-current={item.active ? "page" : undefined}
              className={cn(
                "flex h-10 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent text-14 -outline-offset-2 transition-colors duration-100",
                item.active ? "border-accent font-medium text-ink" : "text-secondary hover:text-ink",
              )}
            >
              {item.label}
              {item.count !== undefined && (
                <span className="text-12 font-normal text-secondary">{item.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
