"use client"
import { Tooltip as Radix } from "radix-ui"
import type { ReactNode } from "react"

export const TooltipProvider = Radix.Provider

/** A few words more about a control that already has a name; never the only place that says something. */
export function Tooltip({
  content,
  side = "top",
  children,
}: {
  content: ReactNode
  side?: "top" | "right" | "bottom" | "left"
  children: ReactNode
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-64 rounded-control bg-ink px-2 py-1 text-12 text-paper enter-fade"
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
