import { cn } from "@/lib/cn"

/** A place held for text or a control that is on its way; its size comes from `className` and is the real one. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-4 rounded-control bg-wash breathe", className)} />
}

const WIDTHS = ["w-24", "w-40", "w-28", "w-32", "w-20", "w-36"]

/** A table on its way: as many rows as a page has, as many columns as the real one. */
export function TableSkeleton({ rows = 12, columns = 5 }: { rows?: number; columns?: number }) {
  return (
    <div aria-hidden className="border-t">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have nothing else
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
