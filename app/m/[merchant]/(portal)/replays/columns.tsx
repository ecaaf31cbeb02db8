"use client"
import { useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"
import type { Replay } from "@/lib/replays/queries"
import { ReplayStateBadge } from "./state-badge"

/** A row of the history as displayed. */
export type ShownReplay = {
  id: string
  name: string
  orders: string
  state: Replay["state"]
  by: string
  at: string
}

const c = dataTableColumns<ShownReplay>()

export const replayColumns = c.columns([
  c.accessor("name", { header: () => <Head name="name" />, meta: { mobile: "primary", grow: true } }),
  c.accessor("state", {
    header: () => <Head name="state" />,
    cell: ({ row }) => <ReplayStateBadge state={row.original.state} />,
    meta: { mobile: "trailing" },
  }),
  c.accessor("by", { header: () => <Head name="by" />, meta: { mobile: "secondary" } }),
  c.accessor("at", { header: () => <Head name="at" />, meta: { mobile: "secondary" } }),
  c.accessor("orders", {
    header: () => <Head name="orders" />,
    meta: { mobile: "secondary", numeric: true },
  }),
])

function Head({ name }: { name: Exclude<keyof ShownReplay, "id"> }) {
  return useTranslations("replays.columns")(name)
}
