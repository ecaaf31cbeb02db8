"use client"
import { useFormatter, useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"
import { DataTable } from "@/components/data-table/data-table"
import { Badge } from "@/components/ui/badge"
import { EmptyState } from "@/components/ui/empty-state"

type PastRow = {
  id: string
  title: string
  isPutAway: boolean
  began: string
  lasted: string
  orders: number
  recovered: number
  amount: string
}

function Head({ of }: { of: "incident" | "began" | "lasted" | "orders" | "amount" | "recovered" }) {
  return useTranslations("incidents.columns")(of)
}

function Count({ value }: { value: number }) {
  return useFormatter().number(value)
}

function Title({ title, isPutAway }: Pick<PastRow, "title" | "isPutAway">) {
  const t = useTranslations("incidents.states")
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <span className="truncate">{title}</span>
      {isPutAway && <Badge>{t("putAway")}</Badge>}
    </span>
  )
}

/** How many orders arrived, with missing ones highlighted. */
function Arrived({ orders, recovered }: Pick<PastRow, "orders" | "recovered">) {
  const format = useFormatter()
  return (
    <span className={recovered < orders ? "text-failed" : undefined}>
      {format.number(recovered)} / {format.number(orders)}
    </span>
  )
}

const c = dataTableColumns<PastRow>()
const columns = c.columns([
  c.accessor("title", {
    header: () => <Head of="incident" />,
    cell: ({ row }) => <Title {...row.original} />,
    meta: { mobile: "primary", grow: true },
  }),
  c.accessor("began", {
    header: () => <Head of="began" />,
    cell: ({ row }) => row.original.began,
    meta: { mobile: "secondary", numeric: true },
  }),
  c.accessor("lasted", {
    header: () => <Head of="lasted" />,
    cell: ({ row }) => row.original.lasted,
    meta: { mobile: "secondary", numeric: true },
  }),
  c.accessor("orders", {
    header: () => <Head of="orders" />,
    cell: ({ row }) => <Count value={row.original.orders} />,
    meta: { mobile: "hidden", numeric: true },
  }),
  c.accessor("amount", {
    header: () => <Head of="amount" />,
    cell: ({ row }) => row.original.amount,
    meta: { mobile: "secondary", numeric: true },
  }),
  c.accessor("recovered", {
    header: () => <Head of="recovered" />,
    cell: ({ row }) => <Arrived {...row.original} />,
    meta: { mobile: "trailing", numeric: true },
  }),
])

export function PastIncidents({ rows }: { rows: PastRow[] }) {
  const t = useTranslations("incidents.past")
  return (
    <DataTable
      caption={t("title")}
      columns={columns}
      rows={rows}
      getRowId={(row) => row.id}
      getRowHref={(row) => `/incidents/${row.id}`}
      empty={<EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>}
    />
  )
}
