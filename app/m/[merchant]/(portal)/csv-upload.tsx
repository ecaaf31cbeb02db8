"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { FileLink } from "@/components/link"
import { Button } from "@/components/ui/button"
import { FileField } from "@/components/ui/file-field"
import type { Action } from "@/lib/action"
import type { PortalPath } from "@/lib/address"

/** Uploads a CSV file for parsing. Writes nothing yet. */
export function CsvUpload<Data>({
  action,
  maxBytes,
  words,
  templateHref,
  onRead,
}: {
  action: Action<{ file: File }, Data>
  maxBytes: number
  words: { file: string; help: string; submit: string; template: string }
  templateHref: PortalPath
  onRead: (data: Data) => void
}) {
  const t = useTranslations("common.file")
  const { run, pending, refusal, forget } = useAction(action)
  const [problem, setProblem] = useState<string>()

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const input = event.currentTarget.elements.namedItem("file") as HTMLInputElement
    const file = input.files?.[0]
    const wrong = !file
      ? t("none")
      : file.size > maxBytes
        ? t("tooLarge", { size: maxBytes / 1_048_576 })
        : undefined
    setProblem(wrong)
    if (!file || wrong) return input.focus()
    const outcome = await run({ file })
    if (outcome.ok) onRead(outcome.data)
    else input.focus()
  }

  return (
    <form onSubmit={submit} noValidate className="grid max-w-form gap-4">
      <FileField
        name="file"
        label={words.file}
        help={words.help}
        error={problem ?? refusal?.sentence}
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onChoose={() => {
          setProblem(undefined)
          forget()
        }}
      />
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="primary" pending={pending}>
          {words.submit}
        </Button>
        <FileLink
          href={templateHref}
          className="rounded-control text-accent underline-offset-2 hover:underline"
        >
          {words.template}
        </FileLink>
      </p>
    </form>
  )
}
