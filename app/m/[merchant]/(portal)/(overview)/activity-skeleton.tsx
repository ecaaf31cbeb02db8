import { Skeleton } from "@/components/ui/skeleton"

export function ActivitySkeleton() {
  return (
    <div aria-hidden>
      <Skeleton className="mb-4 h-5 w-72 max-w-full" />
      <Skeleton className="mb-3 h-8 w-56" />
      <div className="mb-4 flex gap-6">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-5 w-20" />
      </div>
      <Skeleton className="h-60" />
      <div className="mt-10 grid gap-10 lg:grid-cols-2">
        {["delay", "rewards"].map((chart) => (
          <div key={chart}>
            <Skeleton className="mb-3 h-5 w-64 max-w-full" />
            <Skeleton className="mb-4 w-80 max-w-full" />
            <Skeleton className="h-48" />
          </div>
        ))}
      </div>
    </div>
  )
}
