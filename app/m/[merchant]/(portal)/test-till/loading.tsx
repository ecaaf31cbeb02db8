import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-8 h-8 w-48" />
      <TableSkeleton rows={6} columns={3} />
    </>
  )
}
