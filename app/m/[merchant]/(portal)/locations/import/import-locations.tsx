"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { FileLink, useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { FileField } from "@/components/ui/file-field"
import { FormError } from "@/components/ui/form-error"
import { Section } from "@/components/ui/page-header"
import type { LocationRow, LocationRowError } from "@/lib/locations/schema"
import { MAX_FILE_BYTES, MAX_LOCATIONS } from "@/lib/locations/schema"
import { importLocations, readFile } from "../actions"
import { Preview } from "./preview"

/** A file is read, its effect is shown, and only then it is written. */
export function ImportLocations() {
  const t = useTranslations("locations.import")
  const tFile = useTranslations("common.file")
  const router = useRouter()
  const reading = useAction(readFile)
  const writing = useAction(importLocations, {
    done: (_, { locations }) => ({
      tone: "delivered",
      title: t("done", { count: locations.length }),
      description: t("doneHint"),
    }),
  })
  const [problem, setProblem] = useState<string>()
  const [read, setRead] = useState<{ rows: LocationRow[]; errors: LocationRowError[] }>()

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const input = event.currentTarget.elements.namedItem("file") as HTMLInputElement
    const file = input.files?.[0]
    const wrong = !file
      ? tFile("none")
      : file.size > MAX_FILE_BYTES
        ? tFile("tooLarge", { size: MAX_FILE_BYTES / 1_048_576 })
        : undefined
    setProblem(wrong)
    if (!file || wrong) return input.focus()
    const outcome = await reading.run({ file })
    if (outcome.ok) setRead(outcome.data)
    else input.focus()
  }

  if (!read)
    return (
      <form onSubmit={submit} noValidate className="grid max-w-form gap-4">
        <FileField
          name="file"
          label={t("file")}
          help={t("help", { rows: MAX_LOCATIONS })}
          error={problem ?? reading.refusal?.sentence}
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          onChoose={() => {
            setProblem(undefined)
            reading.forget()
          }}
        />
        <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" variant="primary" pending={reading.pending}>
            {t("submit")}
          </Button>
          <FileLink
            href="/locations/template.csv"
            className="rounded-control text-accent underline-offset-2 hover:underline"
          >
            {t("template")}
          </FileLink>
        </p>
      </form>
    )

  const changes = read.rows.filter(({ effect }) => effect !== "same")
  const write = async () => {
    const outcome = await writing.run({ locations: changes.map(({ location }) => location) })
    if (outcome.ok) router.push("/locations")
  }
  return (
    <Section title={t("preview")}>
      <Preview rows={read.rows} errors={read.errors} />
      <div className="mt-6 grid gap-4">
        <FormError refusal={writing.refusal} />
        {changes.length === 0 && (
          <p className="text-secondary">{t(read.rows.length > 0 ? "nothing" : "nothingRight")}</p>
        )}
        <p className="flex flex-wrap gap-2">
          {changes.length > 0 && (
            <Button variant="primary" pending={writing.pending} onClick={write}>
              {t("confirm", { count: changes.length })}
            </Button>
          )}
          <Button variant={changes.length > 0 ? "ghost" : "secondary"} onClick={() => setRead(undefined)}>
            {t("again")}
          </Button>
        </p>
      </div>
    </Section>
  )
}
