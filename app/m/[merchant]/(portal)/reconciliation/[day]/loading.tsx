import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"

export default function Loading() {
  return (
    <div aria-hidden>
      <Skeleton className="mb-3 w-28" />
      <Skeleton className="h-8 w-80 max-w-full" />
      <Skeleton className="mb-8 mt-2 w-96 max-w-full" />
      <Skeleton className="mb-8 h-16" />
      <div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <TableSkeleton rows={8} columns={5} />
        <TableSkeleton rows={10} columns={2} />
      </div>
    </div>
  )
}
