"use client"
import { Check } from "lucide-react"
import { DropdownMenu as Radix } from "radix-ui"
import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"

export const DropdownMenu = Radix.Root
export const DropdownMenuTrigger = Radix.Trigger
export const DropdownMenuRadioGroup = Radix.RadioGroup

const ITEM =
  "relative flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-control px-2 py-1 text-13 outline-none data-[highlighted]:bg-wash data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 max-md:min-h-10 max-md:text-14 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-secondary"

export function DropdownMenuContent({
  className,
  sideOffset = 6,
  ...rest
}: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          "z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-48 overflow-y-auto rounded-card bg-surface p-1 shadow-float outline-none enter-fade",
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  )
}

export function DropdownMenuItem({
  tone,
  className,
  ...rest
}: ComponentProps<typeof Radix.Item> & { tone?: "danger" }) {
  return <Radix.Item className={cn(ITEM, tone === "danger" && "text-failed", className)} {...rest} />
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...rest
}: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(ITEM, "pr-8", className)} {...rest}>
      {children}
      <Radix.ItemIndicator className="absolute right-2">
        <Check aria-hidden className="text-accent!" />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  )
}

export function DropdownMenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn("px-2 pb-1 pt-2 text-12 text-secondary", className)} {...rest} />
}

export function DropdownMenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-rule" />
}
