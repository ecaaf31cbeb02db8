"use client"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { productColumns, type ShownProduct } from "./columns"

export function ProductsTable({ rows, empty }: { rows: ShownProduct[]; empty: ReactNode }) {
  const t = useTranslations("catalog")
  return (
    <DataTable
      caption={t("caption")}
      columns={productColumns}
      rows={rows}
      getRowId={(row) => row.sku}
      getRowLabel={(row) => row.name}
      empty={empty}
    />
  )
}
