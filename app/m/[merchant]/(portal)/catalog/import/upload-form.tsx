"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { FileLink, useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { FileField } from "@/components/ui/file-field"
import { MAX_FILE_BYTES, MAX_PRODUCTS } from "@/lib/catalog/schema"
import { readFile } from "../actions"

const MAX_MEGABYTES = MAX_FILE_BYTES / 1_048_576

/** Chooses a file and has it read; what was found is on the next page. */
export function UploadForm() {
  const t = useTranslations("catalog.upload")
  const tFile = useTranslations("common.file")
  const router = useRouter()
  const { run, pending, refusal, forget } = useAction(readFile)
  const [problem, setProblem] = useState<string>()

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const input = event.currentTarget.elements.namedItem("file") as HTMLInputElement
    const file = input.files?.[0]
    const wrong = !file
      ? tFile("none")
      : file.size > MAX_FILE_BYTES
        ? tFile("tooLarge", { size: MAX_MEGABYTES })
        : undefined
    setProblem(wrong)
    if (!file || wrong) return input.focus()
    const outcome = await run({ file })
    if (outcome.ok) router.push(`/catalog/import/${outcome.data.id}`)
    else input.focus()
  }

  return (
    <form onSubmit={submit} noValidate className="grid max-w-form gap-4">
      <FileField
        name="file"
        label={t("file")}
        help={t("help", { rows: MAX_PRODUCTS, size: MAX_MEGABYTES })}
        error={problem ?? refusal?.sentence}
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onChoose={() => {
          setProblem(undefined)
          forget()
        }}
      />
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="primary" pending={pending}>
          {t("submit")}
        </Button>
        <FileLink
          href="/catalog/template.csv"
          className="rounded-control text-accent underline-offset-2 hover:underline"
        >
          {t("template")}
        </FileLink>
      </p>
    </form>
  )
}
