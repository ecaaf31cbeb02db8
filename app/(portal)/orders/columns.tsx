"use client"
import { useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"
import { StatusBadge } from "@/components/ui/status-badge"
import type { ShownOrder } from "./order-rows"

const c = dataTableColumns<ShownOrder>()

/** The columns of the log, of which a short list shows the first ones. */
export const orderColumns = c.columns([
  c.accessor("ref", { header: () => <Head name="ref" />, meta: { mobile: "primary" } }),
  c.accessor("location", {
    header: () => <Head name="location" />,
    cell: ({ row }) => <span className="block max-w-44 truncate">{row.original.location}</span>,
    meta: { mobile: "secondary" },
  }),
  c.accessor("till", {
    header: () => <Head name="till" />,
    cell: ({ row }) => <span className="block max-w-24 truncate text-secondary">{row.original.till}</span>,
    meta: { mobile: "hidden", from: "xl" },
  }),
  c.accessor("closedAt", {
    header: () => <Head name="closedAt" />,
    meta: { mobile: "secondary" },
  }),
  c.accessor("amount", {
    header: () => <Head name="amount" />,
    meta: { mobile: "secondary", numeric: true },
  }),
  c.accessor("status", {
    header: () => <Head name="status" />,
    cell: ({ row }) => <StatusBadge status={row.original.status} />,
    meta: { mobile: "trailing" },
  }),
  c.accessor("reason", {
    header: () => <Head name="reason" />,
    cell: ({ row }) => row.original.reason && <span title={row.original.reason}>{row.original.reason}</span>,
    meta: { mobile: "line", grow: true },
  }),
])

export const orderLogColumns = c.columns([
  ...orderColumns,
  c.accessor("attempts", {
    header: () => <Head name="attempts" />,
    meta: { mobile: "hidden", numeric: true, from: "xl" },
  }),
  c.accessor("nextAttempt", {
    header: () => <Head name="nextAttempt" />,
    meta: { mobile: "hidden", numeric: true, from: "xl" },
  }),
])

function Head({ name }: { name: keyof ShownOrder & ("ref" | Exclude<keyof ShownOrder, "id">) }) {
  return useTranslations("orders.columns")(name)
}
