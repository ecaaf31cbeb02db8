"use client"
import { useTranslations } from "next-intl"
import { type ComponentProps, useState } from "react"
import { cn } from "@/lib/cn"
import { buttonStyle } from "./button"
import { Field } from "./field"

/** A file input with our own texts, because the browser's follow the browser's language. */
export function FileField({
  accept,
  onChoose,
  ...field
}: Omit<ComponentProps<typeof Field>, "children"> & {
  accept: string
  onChoose?: (file: File | undefined) => void
}) {
  const t = useTranslations("common.file")
  const [name, setName] = useState<string>()
  return (
    <Field {...field}>
      {(control) => (
        <div className="flex items-center gap-3 rounded-control border border-edge bg-surface p-1.5 has-focus-visible:outline-2 has-focus-visible:outline-accent has-[input[aria-invalid]]:border-failed">
          <label htmlFor={control.id} className={buttonStyle({ size: "small" })}>
            {t("choose")}
          </label>
          <input
            {...control}
            type="file"
            accept={accept}
            className="sr-only"
            onChange={(event) => {
              setName(event.target.files?.[0]?.name)
              onChoose?.(event.target.files?.[0])
            }}
          />
          <span className={cn("min-w-0 truncate text-13", !name && "text-secondary")}>
            {name ?? t("nothing")}
          </span>
        </div>
      )}
    </Field>
  )
}
