import { ChevronLeft } from "lucide-react"
import type { ReactNode } from "react"
import { type Href, Link } from "@/components/link"

/**
 * The header of a page: title, a sentence only where the title is not enough, and the main action on the right. `meta`
 * goes beside the title (a status); `back` links to the list the record belongs to.
 */
export function PageHeader({
  title,
  sentence,
  meta,
  action,
  back,
}: {
  title: ReactNode
  sentence?: ReactNode
  meta?: ReactNode
  action?: ReactNode
  back?: { href: Href; label: string }
}) {
  return (
    <header className="mb-6">
      {back && (
        <Link
          href={back.href}
          className="-ml-1 mb-1 inline-flex min-h-6 items-center gap-0.5 rounded-control pr-1 text-13 text-secondary hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-4" />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-md:w-full md:flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-28 font-medium tracking-[-0.015em] max-md:text-20">{title}</h1>
            {meta}
          </div>
          {sentence && <p className="mt-1 max-w-prose text-pretty text-secondary">{sentence}</p>}
        </div>
        {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
      </div>
    </header>
  )
}

/** A section of a page with its heading. Space separates sections, not boxes. */
export function Section({
  title,
  sentence,
  action,
  children,
}: {
  title: ReactNode
  sentence?: ReactNode
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="mt-10 first:mt-0">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 className="text-16 font-medium">{title}</h2>
          {sentence && <p className="mt-0.5 max-w-prose text-pretty text-secondary">{sentence}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
