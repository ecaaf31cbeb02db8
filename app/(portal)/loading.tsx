import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-6 mt-1.5 h-7 w-48" />
      <TableSkeleton rows={10} columns={4} />
    </>
  )
}
