"use client"
import { type RowData, type RowSelectionState, useTable } from "@tanstack/react-table"
import { useTranslations } from "next-intl"
import { type ComponentProps, type MouseEvent, type ReactNode, useId, useRef, useState } from "react"
import { type Href, Link, useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { cn } from "@/lib/cn"
import { cellStyle, headerStyle, rowStyle } from "./cell-style"
import { type DataTableColumns, features } from "./columns"
import { useRowKeys } from "./use-row-keys"

/**
 * The table of every list. Rows come from the server filtered, ordered and paginated. `getRowHref` makes rows links;
 * `selectionActions` makes them selectable. Below 1024 px, a row is a two-line item.
 * @param caption what the table lists, for screen readers
 * @param getRowLabel names the row in its checkbox
 * @param selectionActions buttons of the bar that appears with a selection; ids are those of visible rows
 */
export function DataTable<Row extends RowData>({
  caption,
  columns,
  rows,
  getRowId,
  getRowHref,
  getRowLabel = getRowId,
  compact = false,
  empty,
  selectionActions,
}: {
  caption: string
  columns: DataTableColumns<Row>
  rows: Row[]
  getRowId: (row: Row) => string
  getRowHref?: (row: Row) => Href
  getRowLabel?: (row: Row) => string
  compact?: boolean
  empty: ReactNode
  selectionActions?: (ids: string[], clear: () => void) => ReactNode
}) {
  const t = useTranslations("common.table")
  const router = useRouter()
  const tableId = useId()
  const element = useRef<HTMLTableElement>(null)
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({})
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId,
    state: { rowSelection },
    onRowSelectionChange: setRowSelection,
    enableRowSelection: selectionActions !== undefined,
  })
  useRowKeys(element)

  if (rows.length === 0) return <div className="border-t">{empty}</div>

  const selected = table.getSelectedRowModel().rows.map((row) => row.id)
  const clear = () => setRowSelection({})
  const open = (event: MouseEvent, href: Href) => {
    if ((event.target as Element).closest("a, button, input, label, summary")) return
    if (window.getSelection()?.toString()) return
    if (event.metaKey || event.ctrlKey) router.open(href)
    else router.push(href)
  }

  return (
    <>
      <table
        ref={element}
        data-row-keys
        className="w-full border-separate border-spacing-0 text-left lg:-mx-3 lg:w-[calc(100%+1.5rem)] max-lg:block max-lg:border-t"
      >
        <caption className="sr-only">
          {caption} {t("help")}
        </caption>
        <thead className="max-lg:sr-only">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {selectionActions && (
                <th scope="col" className={cn(headerStyle(), "w-8 pr-0")}>
                  <Checkbox
                    className="align-middle"
                    aria-label={t("selectAll")}
                    checked={table.getIsAllRowsSelected()}
                    mixed={table.getIsSomeRowsSelected()}
                    onChange={table.getToggleAllRowsSelectedHandler()}
                  />
                </th>
              )}
              {group.headers.map((header) => (
                <th key={header.id} scope="col" className={headerStyle(header.column.columnDef.meta)}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody className="max-lg:block">
          {table.getRowModel().rows.map((row) => {
            const href = getRowHref?.(row.original)
            return (
              <tr
                key={row.id}
                data-row
                tabIndex={href ? undefined : -1}
                onClick={href ? (event) => open(event, href) : undefined}
                className={rowStyle({
                  isLink: href !== undefined,
                  isSelectable: selectionActions !== undefined,
                  isSelected: row.getIsSelected(),
                })}
              >
                {selectionActions && (
                  <SelectCell
                    id={`${tableId}-${row.id}`}
                    label={t("select", { row: getRowLabel(row.original) })}
                    checked={row.getIsSelected()}
                    onChange={row.getToggleSelectedHandler()}
                    compact={compact}
                  />
                )}
                {row.getAllCells().map((cell) => {
                  const meta = cell.column.columnDef.meta
                  const content = <table.FlexRender cell={cell} />
                  return (
                    <td key={cell.id} className={cellStyle(meta, compact)}>
                      {href && meta?.mobile === "primary" ? (
                        <RowLink href={href}>{content}</RowLink>
                      ) : (
                        content
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
      {selectionActions && selected.length > 0 && (
        <SelectionBar count={selected.length} clear={clear}>
          {selectionActions(selected, clear)}
        </SelectionBar>
      )}
    </>
  )
}

function SelectCell({
  id,
  label,
  compact,
  ...state
}: { id: string; label: string; compact: boolean } & Pick<
  ComponentProps<typeof Checkbox>,
  "checked" | "onChange"
>) {
  return (
    <td
      className={cn(
        cellStyle(undefined, compact),
        "w-8 pr-0 max-lg:absolute max-lg:top-0.5 max-lg:-left-3.5 max-lg:z-10 max-lg:w-auto",
      )}
    >
      {/* Touch targets need 44 px. */}
      <label htmlFor={id} className="align-middle max-lg:grid max-lg:size-11 max-lg:place-items-center">
        <Checkbox id={id} data-row-select className="align-middle" aria-label={label} {...state} />
      </label>
    </td>
  )
}

/** On a phone it covers the whole row. */
function RowLink({ href, children }: { href: Href; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      data-row-link
      className="scroll-my-16 font-medium outline-none max-lg:after:absolute max-lg:after:inset-0"
    >
      {children}
    </Link>
  )
}

/** Stays in view with the number of selected rows and what can be done with them. */
function SelectionBar({ count, clear, children }: { count: number; clear: () => void; children: ReactNode }) {
  const t = useTranslations("common.table")
  return (
    <div
      data-print="hide"
      data-pauses-refresh
      className="sticky bottom-4 z-20 mx-auto mt-4 flex w-fit items-center gap-2 rounded-card bg-surface py-2 pl-4 pr-2 shadow-float enter-rise max-md:bottom-20 max-md:w-full max-md:flex-wrap max-md:pl-2"
    >
      <span role="status" className="mr-2 font-medium max-md:flex-1 max-md:pl-2">
        {t("selected", { count })}
      </span>
      <div className="flex gap-2 max-md:order-last max-md:w-full max-md:*:flex-1">{children}</div>
      <Button variant="ghost" size="small" onClick={clear}>
        {t("clearSelection")}
      </Button>
    </div>
  )
}
