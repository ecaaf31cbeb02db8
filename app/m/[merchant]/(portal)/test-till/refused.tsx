import type { ReactNode } from "react"
import { Banner } from "@/components/ui/banner"

/** The sentence of a refused call, read out at once. */
export function Refused({
  refusal,
  tone = "failed",
  action,
  className,
}: {
  refusal: { sentence: string } | undefined
  tone?: "failed" | "neutral" | "warning"
  action?: ReactNode
  className?: string
}) {
  if (!refusal) return null
  return (
    <div role="alert" className={className}>
      <Banner tone={tone} action={action}>
        {refusal.sentence}
      </Banner>
    </div>
  )
}
