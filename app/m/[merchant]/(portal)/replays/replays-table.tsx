"use client"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { replayColumns, type ShownReplay } from "./columns"

export function ReplaysTable({ rows, empty }: { rows: ShownReplay[]; empty: ReactNode }) {
  const t = useTranslations("replays")
  return (
    <DataTable
      caption={t("caption")}
      columns={replayColumns}
      rows={rows}
      getRowId={(row) => row.id}
      getRowHref={(row) => `/replays/${row.id}`}
      getRowLabel={(row) => row.name}
      empty={empty}
    />
  )
}
