"use client"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { orderColumns, orderLogColumns } from "./columns"
import type { ShownOrder } from "./order-rows"
import { ReplaySelected } from "./replay-selected"
import { SelectionActions } from "./selection-actions"

/** Orders in expandable rows. `short` omits selection and the columns that only the log needs. */
export function OrdersTable({
  rows,
  empty,
  short = false,
  mayReplay = false,
}: {
  rows: ShownOrder[]
  empty: ReactNode
  short?: boolean
  mayReplay?: boolean
}) {
  const t = useTranslations("orders")
  return (
    <DataTable
      caption={t("caption")}
      columns={short ? orderColumns : orderLogColumns}
      rows={rows}
      getRowId={(row) => row.id}
      getRowHref={(row) => `/orders/${row.id}`}
      getRowLabel={(row) => row.ref}
      empty={empty}
      selectionActions={
        short
          ? undefined
          : (ids, clear) => (
              <>
                {mayReplay && <ReplaySelected ids={ids} rows={rows} />}
                <SelectionActions
                  {...{ ids, rows, clear }}
                  className={mayReplay ? "max-md:hidden" : undefined}
                />
              </>
            )
      }
    />
  )
}
