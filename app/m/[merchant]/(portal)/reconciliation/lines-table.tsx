"use client"
import { DataTable } from "@/components/data-table/data-table"
import { dayColumns, placeColumns, type ShownLine } from "./columns"

/** Days, or one day's locations, in expandable rows. */
export function LinesTable({
  of,
  rows,
  caption,
}: {
  of: "days" | "places"
  rows: ShownLine[]
  caption: string
}) {
  const hrefs = new Map(rows.map(({ id, href }) => [id, href]))
  return (
    <DataTable
      caption={caption}
      columns={of === "days" ? dayColumns : placeColumns}
      rows={rows}
      getRowId={(row) => row.id}
      getRowHref={(row) => hrefs.get(row.id)!}
      getRowLabel={(row) => row.name}
      empty={null}
    />
  )
}
