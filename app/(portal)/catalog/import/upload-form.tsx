"use client"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { Button, buttonStyle } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { MAX_FILE_BYTES, MAX_PRODUCTS } from "@/lib/catalog/schema"
import { cn } from "@/lib/cn"
import { useAction } from "../../../use-action"
import { readFile } from "../actions"

const MAX_MEGABYTES = MAX_FILE_BYTES / 1_048_576

/** Chooses a file and has it read; what was found is on the next page. */
export function UploadForm() {
  const t = useTranslations("catalog.upload")
  const router = useRouter()
  const { run, pending, refusal, forget } = useAction(readFile)
  const [problem, setProblem] = useState<string>()
  const [name, setName] = useState<string>()

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const input = event.currentTarget.elements.namedItem("file") as HTMLInputElement
    const file = input.files?.[0]
    const wrong = !file
      ? t("none")
      : file.size > MAX_FILE_BYTES
        ? t("tooLarge", { size: MAX_MEGABYTES })
        : undefined
    setProblem(wrong)
    if (!file || wrong) return input.focus()
    const outcome = await run({ file })
    if (outcome.ok) router.push(`/catalog/import/${outcome.data.id}`)
    else input.focus()
  }

  return (
    <form onSubmit={submit} noValidate className="grid max-w-form gap-4">
      <Field
        name="file"
        label={t("file")}
        help={t("help", { rows: MAX_PRODUCTS, size: MAX_MEGABYTES })}
        error={problem ?? refusal?.sentence}
      >
        {(control) => (
          // The browser's own words would be in the browser's language.
          <div className="flex items-center gap-3 rounded-control border border-edge bg-surface p-1.5 has-focus-visible:outline-2 has-focus-visible:outline-accent has-[input[aria-invalid]]:border-failed">
            <label htmlFor={control.id} className={buttonStyle({ size: "small" })}>
              {t("choose")}
            </label>
            <input
              {...control}
              type="file"
              accept=".csv,.txt,.tsv,text/csv,text/plain"
              className="sr-only"
              onChange={(event) => {
                setName(event.target.files?.[0]?.name)
                setProblem(undefined)
                forget()
              }}
            />
            <span className={cn("min-w-0 truncate text-13", !name && "text-secondary")}>
              {name ?? t("nothing")}
            </span>
          </div>
        )}
      </Field>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="primary" pending={pending}>
          {t("submit")}
        </Button>
        <a
          href="/catalog/template.csv"
          download
          className="rounded-control text-accent underline-offset-2 hover:underline"
        >
          {t("template")}
        </a>
      </p>
    </form>
  )
}
