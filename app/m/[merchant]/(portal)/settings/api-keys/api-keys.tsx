"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { Section } from "@/components/ui/page-header"
import type { Place } from "../../location-select"
import { columns, type KeyRow, readOnlyColumns } from "./columns"
import { NewKeyDialog } from "./new-key-dialog"
import { type CreatedKey, NewKeyPanel } from "./new-key-panel"

/** The keys. A new one stays on the page in clear until the person confirms the copy. */
export function ApiKeys({
  keys,
  locations,
  mayChange,
}: {
  keys: KeyRow[]
  locations: Place[]
  mayChange: boolean
}) {
  const t = useTranslations("settings.keys")
  const [created, setCreated] = useState<CreatedKey>()
  return (
    <Section
      title={t("title")}
      sentence={mayChange ? t("sentence") : `${t("sentence")} ${t("whoMay")}`}
      action={
        mayChange && (
          <NewKeyDialog
            variant={keys.some(({ revoked }) => !revoked) ? "primary" : "secondary"}
            locations={locations}
            onCreated={setCreated}
          />
        )
      }
    >
      {created && <NewKeyPanel created={created} onCopied={() => setCreated(undefined)} />}
      <DataTable
        caption={t("title")}
        columns={mayChange ? columns : readOnlyColumns}
        rows={keys}
        getRowId={(row) => row.id}
        empty={<EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>}
      />
    </Section>
  )
}
