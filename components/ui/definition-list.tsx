import type { ReactNode } from "react"
import { cn } from "@/lib/cn"

/** Terms on the left, values on the right; stacked where space is short. */
export function DefinitionList({
  items,
  className,
}: {
  items: { term: string; value: ReactNode; mono?: boolean }[]
  className?: string
}) {
  return (
    <dl className={cn("border-t", className)}>
      {items.map(({ term, value, mono }) => (
        <div
          key={term}
          className="grid grid-cols-[min(40%,12rem)_minmax(0,1fr)] gap-x-4 border-b py-2.5 max-sm:grid-cols-1"
        >
          <dt className="text-secondary">{term}</dt>
          <dd className={cn("min-w-0 break-words", mono && "font-mono text-13")}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
