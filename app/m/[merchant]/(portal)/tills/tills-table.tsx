"use client"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { columns, readOnlyColumns } from "./columns"
import type { ShownTill } from "./till-rows"

export function TillsTable({
  rows,
  mayForget,
  empty,
}: {
  rows: ShownTill[]
  mayForget: boolean
  empty: ReactNode
}) {
  const t = useTranslations("tills")
  return (
    <DataTable
      caption={t("caption")}
      columns={mayForget ? columns : readOnlyColumns}
      rows={rows}
      getRowId={(row) => row.ref}
      empty={empty}
    />
  )
}
