"use client"
import { useTranslations } from "next-intl"
import { useEffect, useRef } from "react"
import { Banner } from "./banner"

type FieldErrors = Record<string, string | undefined>

const NONE: FieldErrors = {}

/**
 * What is wrong with a form, above its fields, after it was refused. Focus goes to the first field in error, or
 * here when the refusal is about the whole form. Renders nothing without errors.
 * @param fieldErrors sentence by field name, in the order of the fields
 * @param message a refusal that belongs to no field
 */
export function FormError({ message, fieldErrors = NONE }: { message?: string; fieldErrors?: FieldErrors }) {
  const t = useTranslations("common.form")
  const here = useRef<HTMLDivElement>(null)
  const invalid = Object.entries(fieldErrors).filter(([, error]) => error)
  const first = invalid[0]?.[0]

  // biome-ignore lint/correctness/useExhaustiveDependencies: fieldErrors is a new object for each refusal, and each refusal moves focus again
  useEffect(() => {
    const field = first && here.current?.closest("form")?.elements.namedItem(first)
    if (field instanceof HTMLElement) field.focus()
    else here.current?.focus()
  }, [first, message, fieldErrors])

  if (!message && invalid.length === 0) return null
  return (
    <div ref={here} tabIndex={-1} role="alert" className="max-w-form outline-none">
      <Banner tone="failed">{message ?? t("summary", { count: invalid.length })}</Banner>
    </div>
  )
}
