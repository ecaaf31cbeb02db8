import type { ReactNode } from "react"
import { cn } from "@/lib/cn"

/** Placeholder for content that is loading. `className` sets its size, which matches the real one. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-4 rounded-control bg-wash breathe", className)} />
}

const WIDTHS = ["w-24", "w-40", "w-28", "w-32", "w-20", "w-36"]

/** Placeholder of a table, with as many rows and columns as the real one. */
export function TableSkeleton({ rows = 12, columns = 5 }: { rows?: number; columns?: number }) {
  return (
    <div aria-hidden className="border-t">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty rows have no other identity
        <div key={row} className="flex h-10 items-center justify-between gap-6 border-b max-lg:h-16">
          {Array.from({ length: columns }, (_, column) => (
            <Skeleton
              // biome-ignore lint/suspicious/noArrayIndexKey: same
              key={column}
              className={cn("h-3", WIDTHS[(row + column * 2) % WIDTHS.length], column > 1 && "max-lg:hidden")}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

/** Placeholder of a list whose rows have a name with a line below it. `names` are the widths, one per row. */
export function RowsSkeleton({
  names,
  below,
  className,
  children,
}: {
  names: string[]
  below: string
  className: string
  children: ReactNode
}) {
  return (
    <div aria-hidden className="border-t">
      {names.map((name, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty rows have no other identity
        <div key={row} className={cn("grid gap-x-6 gap-y-3 border-b py-4", className)}>
          <div className="grid gap-2">
            <Skeleton className={cn("max-w-full", name)} />
            <Skeleton className={cn("h-3 max-w-full", below)} />
          </div>
          {children}
        </div>
      ))}
    </div>
  )
}
