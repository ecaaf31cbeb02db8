"use client"
import type { ComponentProps, FormEvent } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import type { Action } from "@/lib/action"
import { cn } from "@/lib/cn"

/** A form for one number setting, with its unit and its own save button. */
export function NumberForm<Name extends string>({
  action,
  name,
  value,
  digits,
  words,
  help,
  isFixed = false,
}: {
  action: Action<Record<Name, number>, unknown>
  name: Name
  value: number
  /** Maximum number of digits. */
  digits: number
  words: Record<"label" | "unit" | "save" | "saved" | "limits", string>
  help?: string
  /** Shown read-only. */
  isFixed?: boolean
}) {
  const { run, pending, refusal } = useAction(action, { done: { tone: "delivered", title: words.saved } })
  const fieldErrors = { [name]: refusal?.fields[name] && words.limits }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const written = new FormData(event.currentTarget).get(name)
    await run({ [name]: numberFrom(written) } as Record<Name, number>)
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-4">
      <FormError refusal={refusal} fieldErrors={fieldErrors} />
      <fieldset disabled={isFixed} className="contents">
        <Field name={name} label={words.label} help={help} error={fieldErrors[name]}>
          {(control) => (
            <NumberInput {...control} digits={digits} unit={words.unit} defaultValue={value}>
              {!isFixed && (
                <Button type="submit" pending={pending} className="ml-2">
                  {words.save}
                </Button>
              )}
            </NumberInput>
          )}
        </Field>
      </fieldset>
    </form>
  )
}

/** A whole number with its unit, and what follows it. `digits` is the most it may have. */
export function NumberInput({
  digits,
  unit,
  children,
  ...input
}: ComponentProps<typeof Input> & { digits: number; unit: string }) {
  const width = digits > 3 ? "w-24" : "w-20"
  return (
    <span className="flex items-center gap-2">
      <Input
        {...input}
        inputMode="numeric"
        autoComplete="off"
        maxLength={digits}
        className={cn("text-right", width)}
      />
      <span>{unit}</span>
      {children}
    </span>
  )
}

/** The server rejects NaN: an empty field must not become 0. */
export const numberFrom = (written: FormDataEntryValue | null) =>
  String(written ?? "").trim() === "" ? Number.NaN : Number(written)
