import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"

export default function Loading() {
  return (
    <div aria-hidden>
      <Skeleton className="mb-3 w-24" />
      <Skeleton className="h-8 w-64" />
      <Skeleton className="mb-8 mt-2 w-80 max-w-full" />
      <div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid content-start gap-6">
          <Skeleton className="w-72 max-w-full" />
          <Skeleton className="w-96 max-w-full" />
          <Skeleton className="w-80 max-w-full" />
        </div>
        <TableSkeleton rows={8} columns={2} />
      </div>
    </div>
  )
}
