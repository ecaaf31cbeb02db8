import type { ReactNode } from "react"

/** A reward: its name, and beside it either what can be done with it or the one reason why nothing can. */
export function RewardRow({
  name,
  detail,
  reason,
  children,
}: {
  name: string
  detail?: string
  reason: string | null
  children: ReactNode
}) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b py-2.5">
      <span className="min-w-0">
        {name} {detail && <span className="text-secondary">{detail}</span>}
      </span>
      {reason ? (
        <span className="text-13 text-secondary">{reason}</span>
      ) : (
        <span className="flex flex-wrap gap-2">{children}</span>
      )}
    </li>
  )
}
