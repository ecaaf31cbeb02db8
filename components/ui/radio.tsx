import type { ComponentProps } from "react"

/** A radio button with its label, and a help text where the label is not enough. */
export function RadioField({
  label,
  help,
  ...rest
}: Omit<ComponentProps<"input">, "type"> & { label: string; help?: string }) {
  return (
    <label className="flex cursor-pointer items-start gap-2.5 py-0.5">
      <input type="radio" className="mt-0.5 size-4 shrink-0 accent-ink" {...rest} />
      <span>
        {label}
        {help && <span className="block text-13 text-secondary">{help}</span>}
      </span>
    </label>
  )
}
