import { Skeleton } from "@/components/ui/skeleton"

export default function Loading() {
  return (
    <div aria-hidden className="grid max-w-form gap-4">
      <Skeleton className="w-24" />
      <Skeleton className="h-8 w-80 max-w-full" />
      <Skeleton className="mt-6 h-6 w-96 max-w-full" />
      <Skeleton className="w-full" />
      <Skeleton className="mt-6 h-9 w-full" />
      <Skeleton className="h-9 w-48" />
    </div>
  )
}
