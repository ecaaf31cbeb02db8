"use client"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { columns, type ShownCustomer } from "./columns"

export function CustomersTable({ rows, empty }: { rows: ShownCustomer[]; empty: ReactNode }) {
  const t = useTranslations("customers")
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={rows}
      getRowId={(row) => row.id}
      getRowHref={(row) => `/customers/${row.id}`}
      getRowLabel={(row) => row.name}
      empty={empty}
    />
  )
}
