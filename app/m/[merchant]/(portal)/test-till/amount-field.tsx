"use client"
import { type ComponentProps, useState } from "react"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { parsePrice } from "@/lib/catalog/price"

/** An amount as people write it: `4,50`. `onCents` gets null while it is none. */
export function AmountField({
  name,
  label,
  help,
  start = "",
  onCents,
}: Pick<ComponentProps<typeof Field>, "name" | "label" | "help"> & {
  start?: string
  onCents: (cents: number | null) => void
}) {
  const [text, setText] = useState(start)
  return (
    <Field name={name} label={label} help={help} className="w-32">
      {(control) => (
        <Input
          {...control}
          value={text}
          required={false}
          inputMode="decimal"
          autoComplete="off"
          className="text-right"
          onChange={(event) => {
            setText(event.target.value)
            onCents(parsePrice(event.target.value))
          }}
        />
      )}
    </Field>
  )
}
