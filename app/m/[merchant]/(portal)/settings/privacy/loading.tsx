import { Skeleton } from "@/components/ui/skeleton"
import { SettingsHeader } from "../settings-header"

export default function Loading() {
  return (
    <>
      <SettingsHeader tab="privacy" />
      <Skeleton className="h-5 w-40" />
      <Skeleton className="mb-6 mt-2 w-96 max-w-full" />
      <div className="grid max-w-form gap-8" aria-hidden>
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </div>
    </>
  )
}
