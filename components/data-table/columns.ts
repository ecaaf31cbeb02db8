import {
  createColumnHelper,
  metaHelper,
  type RowData,
  rowSelectionFeature,
  type TableOptions,
  tableFeatures,
} from "@tanstack/react-table"

type ColumnMeta = {
  /**
   * Where the cell goes when a row becomes a two-line item, below 1024 px: `primary` and `trailing` on the first line,
   * `secondary` cells on the second, a `line` below them. The primary cell carries the link of the row.
   */
  mobile: "primary" | "secondary" | "trailing" | "line" | "hidden"
  /** Right-aligned, for what is compared down a column: amounts, counts, times. */
  numeric?: boolean
  /** Takes the room that is left and is cut with an ellipsis. At most one column. */
  grow?: boolean
  /** Left out of the table on screens narrower than this (1280 or 1440 px). */
  from?: "xl" | "laptop"
}

export const features = tableFeatures({ rowSelectionFeature, columnMeta: metaHelper<ColumnMeta>() })

export type DataTableColumns<Row extends RowData> = TableOptions<typeof features, Row>["columns"]

/** Makes the columns of a DataTable; call at module scope, once for each kind of row. */
export function dataTableColumns<Row extends RowData>() {
  return createColumnHelper<typeof features, Row>()
}
