"use client"
import { type ComponentProps, type FormEvent, useTransition } from "react"
import { type Refusal, useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { SearchInput } from "@/components/ui/search-input"
import type { Action } from "@/lib/action"
import { cn } from "@/lib/cn"

/**
 * Looks up a phone, an e-mail, a `cust_…` or a number. Sends it by POST, so that a phone never appears in an address.
 * The small form has no button: Enter submits it.
 * @param onFound receives the result, and the form, which it may reset
 * @param onEmpty called when an empty box is submitted
 * @param onForget called when the result no longer matches the text
 */
export function SearchForm<Data>({
  action,
  size,
  submitLabel,
  sentenceOf,
  onFound,
  onEmpty,
  onForget,
  ...box
}: {
  action: Action<{ q: string }, Data>
  submitLabel?: string
  sentenceOf?: (refusal: Refusal) => string
  onFound: (data: Data, form: HTMLFormElement) => void
  onEmpty?: () => void
  onForget?: () => void
} & Omit<ComponentProps<typeof SearchInput>, "onChange">) {
  const { run, pending, refusal, forget } = useAction(action)
  const [isOpening, startOpening] = useTransition()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const q = String(new FormData(form).get("q")).trim()
    if (!q) return onEmpty?.()
    const outcome = await run({ q })
    if (outcome.ok) startOpening(() => onFound(outcome.data, form))
    else onForget?.()
  }

  return (
    <search className={cn(size === "small" && "max-md:w-full")}>
      <form method="post" onSubmit={submit} aria-busy={pending} className="flex flex-wrap gap-2">
        <SearchInput
          size={size}
          name="q"
          maxLength={254}
          onChange={() => {
            forget()
            onForget?.()
          }}
          {...box}
        />
        {submitLabel && (
          <Button
            type="submit"
            variant={size === "large" ? "primary" : "secondary"}
            pending={pending || isOpening}
            className={cn(size === "large" && "h-11 max-md:h-11")}
          >
            {submitLabel}
          </Button>
        )}
      </form>
      {refusal && (
        <div className="mt-2">
          <FormError refusal={refusal} sentence={sentenceOf?.(refusal)} />
        </div>
      )}
    </search>
  )
}
