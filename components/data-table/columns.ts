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
   * `secondary` on the second, `line` below them. The primary cell carries the row's link.
   */
  mobile: "primary" | "secondary" | "trailing" | "line" | "hidden"
  /** Right-aligned, for values compared down a column: amounts, counts, times. */
  numeric?: boolean
  /** Takes the remaining width and truncates with an ellipsis. At most one column. */
  grow?: boolean
  /** Hidden on screens narrower than this (1280 or 1440 px). */
  from?: "xl" | "laptop"
}

export const features = tableFeatures({ rowSelectionFeature, columnMeta: metaHelper<ColumnMeta>() })

export type DataTableColumns<Row extends RowData> = TableOptions<typeof features, Row>["columns"]

/** Creates the columns of a DataTable. Call it at module scope, once per row type. */
export function dataTableColumns<Row extends RowData>() {
  return createColumnHelper<typeof features, Row>()
}
