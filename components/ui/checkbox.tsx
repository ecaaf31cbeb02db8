"use client"
import { Check, Minus } from "lucide-react"
import { type ComponentProps, useId } from "react"
import { cn } from "@/lib/cn"

/** A native checkbox. `mixed` shows the state between all and none. `className` positions the whole control. */
export function Checkbox({
  className,
  mixed = false,
  ...rest
}: Omit<ComponentProps<"input">, "type"> & { mixed?: boolean }) {
  return (
    <span className={cn("relative inline-grid size-4 shrink-0 place-items-center", className)}>
      <input
        type="checkbox"
        ref={(element) => {
          if (element) element.indeterminate = mixed
        }}
        className="peer size-4 cursor-pointer appearance-none rounded-[4px] border border-edge bg-surface transition-colors duration-100 checked:border-ink checked:bg-ink indeterminate:border-ink indeterminate:bg-ink hover:border-secondary disabled:opacity-50 aria-invalid:border-failed"
        {...rest}
      />
      <Check
        aria-hidden
        strokeWidth={3}
        className={cn(
          "pointer-events-none absolute size-3 text-paper opacity-0",
          !mixed && "peer-checked:opacity-100",
        )}
      />
      {mixed && (
        <Minus aria-hidden strokeWidth={3} className="pointer-events-none absolute size-3 text-paper" />
      )}
    </span>
  )
}

/** A checkbox with its label, and a help text where the label is not enough. */
export function CheckboxField({
  label,
  help,
  className,
  ...rest
}: ComponentProps<typeof Checkbox> & { label: string; help?: string }) {
  const id = useId()
  return (
    <label htmlFor={id} className={cn("flex items-start gap-2.5 text-14", className)}>
      <Checkbox id={id} className="mt-0.5" {...rest} />
      <span>
        {label}
        {help && <span className="block text-13 text-secondary">{help}</span>}
      </span>
    </label>
  )
}
