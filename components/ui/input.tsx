import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"

/** Style of every text control. 16 px on phones, because iOS zooms in on smaller text. */
export const controlStyle =
  "w-full rounded-control border border-edge bg-surface px-3 text-14 text-ink transition-colors duration-100 hover:border-secondary focus-visible:border-accent focus-visible:outline-offset-0 disabled:bg-wash disabled:text-secondary aria-invalid:border-failed max-md:text-16"

export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input type={type} className={cn(controlStyle, "h-9 max-md:h-10", className)} {...rest} />
}

/** An e-mail field that brings up a phone's e-mail keyboard. */
export function EmailInput(props: ComponentProps<"input">) {
  return <Input type="email" inputMode="email" autoCapitalize="none" maxLength={254} {...props} />
}
