import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-8 h-8 w-56" />
      <TableSkeleton rows={8} columns={4} />
    </>
  )
}
