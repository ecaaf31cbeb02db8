import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"
import { SettingsHeader } from "../settings-header"

export default function Loading() {
  return (
    <>
      <SettingsHeader tab="audit" />
      <Skeleton className="h-5 w-40" />
      <Skeleton className="mb-4 mt-2 w-72" />
      <TableSkeleton rows={6} columns={4} />
    </>
  )
}
