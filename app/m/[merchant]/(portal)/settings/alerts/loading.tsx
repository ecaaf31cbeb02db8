import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"
import { ALERT_KINDS } from "@/db/enums"
import { SettingsHeader } from "../settings-header"

export default function Loading() {
  return (
    <>
      <SettingsHeader tab="alerts" />
      <Skeleton className="h-5 w-40" />
      <Skeleton className="mb-6 mt-2 w-96 max-w-full" />
      <div className="mb-10 grid max-w-prose gap-3" aria-hidden>
        {ALERT_KINDS.map((kind) => (
          <Skeleton key={kind} className="h-10" />
        ))}
      </div>
      <TableSkeleton rows={6} columns={4} />
    </>
  )
}
