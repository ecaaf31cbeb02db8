"use client"
import { useTranslations } from "next-intl"
import { useEffect, useRef } from "react"
import { Banner } from "./banner"

export type FieldErrors = Record<string, string | undefined>

/**
 * Errors of a refused form, shown above its fields. Focus moves to the first invalid field, or here if the refusal
 * concerns the whole form.
 * @param refusal keep the same object until the next refusal: a new object moves the focus
 * @param fieldErrors message by field name, in the order of the fields
 * @param sentence replaces the refusal's own
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
