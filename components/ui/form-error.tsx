"use client"
import { useTranslations } from "next-intl"
import { useEffect, useRef } from "react"
import { Banner } from "./banner"

export type FieldErrors = Record<string, string | undefined>

/**
 * What is wrong with a form, above its fields, after it was refused. Focus goes to the first field in error, or
 * here when the refusal is about the whole form.
 * @param refusal the same object for as long as nothing else was refused: each new one moves the focus
 * @param fieldErrors sentence by field name, in the order of the fields
 * @param sentence instead of the refusal's own
 */
export function FormError({
  refusal,
  fieldErrors = {},
  sentence = refusal?.sentence,
}: {
  refusal: { sentence: string } | undefined
  fieldErrors?: FieldErrors
  sentence?: string
}) {
  const t = useTranslations("common.form")
  const here = useRef<HTMLDivElement>(null)
  const invalid = Object.entries(fieldErrors).filter(([, error]) => error)
  const first = invalid[0]?.[0]

  useEffect(() => {
    if (!refusal) return
    const field = first && here.current?.closest("form")?.elements.namedItem(first)
    if (field instanceof HTMLElement) field.focus()
    else here.current?.focus()
  }, [first, refusal])

  if (!refusal) return null
  return (
    <div ref={here} tabIndex={-1} role="alert" className="max-w-form outline-none">
      <Banner tone="failed">{invalid.length > 0 ? t("summary", { count: invalid.length }) : sentence}</Banner>
    </div>
  )
}
