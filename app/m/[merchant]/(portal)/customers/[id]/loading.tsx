import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"

export default function Loading() {
  return (
    <div aria-hidden>
      <Skeleton className="mb-3 w-24" />
      <Skeleton className="h-8 w-64" />
      <Skeleton className="mb-8 mt-2 w-80 max-w-full" />
      <div className="mb-10 grid gap-x-12 gap-y-10 lg:grid-cols-2">
        <TableSkeleton rows={10} columns={2} />
        <TableSkeleton rows={4} columns={1} />
      </div>
      <TableSkeleton rows={6} columns={6} />
    </div>
  )
}
