"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { Section } from "@/components/ui/page-header"
import type { LocationRow, LocationRowError } from "@/lib/locations/schema"
import { MAX_FILE_BYTES, MAX_LOCATIONS } from "@/lib/locations/schema"
import { CsvUpload } from "../../csv-upload"
import { importLocations, readFile } from "../actions"
import { Preview } from "./preview"

/** Imports locations in three steps: read the file, preview the changes, write them. */
export function ImportLocations() {
  const t = useTranslations("locations.import")
  const router = useRouter()
  const writing = useAction(importLocations, {
    done: (_, { locations }) => ({
      tone: "delivered",
      title: t("done", { count: locations.length }),
      description: t("doneHint"),
    }),
  })
  const [read, setRead] = useState<{ rows: LocationRow[]; errors: LocationRowError[] }>()

  if (!read)
    return (
      <CsvUpload
        action={readFile}
        maxBytes={MAX_FILE_BYTES}
        words={{
          file: t("file"),
          help: t("help", { rows: MAX_LOCATIONS }),
          submit: t("submit"),
          template: t("template"),
        }}
        templateHref="/locations/template.csv"
        onRead={setRead}
      />
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
