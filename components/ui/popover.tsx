"use client"
import { Popover as Radix } from "radix-ui"
import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"

export const Popover = Radix.Root
export const PopoverTrigger = Radix.Trigger

export function PopoverContent({ className, sideOffset = 6, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          "z-50 w-72 rounded-card bg-surface p-4 shadow-float outline-none enter-fade",
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  )
}
