"use client"
import { useFormatter, useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"
import type { PortalPath } from "@/lib/address"
import { DayBadge, type DayState } from "./day-badge"

/** A row for a day, or for one location's day, formatted on the server. */
export type ShownLine = {
  id: string
  href: PortalPath
  name: string
  received: number
  paid: number
  amount: string
  sent: number
  accepted: number
  skipped: number
  /** The POS's figure. Empty until it reports. */
  reported: string
  missing: number
  words: string
  state: DayState
}

const c = dataTableColumns<ShownLine>()

const numbers = c.columns([
  c.accessor("received", {
    header: () => <Head of="received" />,
    cell: ({ row }) => <Count count={row.original.received} />,
    meta: { mobile: "hidden", numeric: true },
  }),
  c.accessor("paid", {
    header: () => <Head of="paid" />,
    cell: ({ row }) => <Count count={row.original.paid} onPhone="paid" />,
    meta: { mobile: "secondary", numeric: true },
  }),
  c.accessor("amount", {
    header: () => <Head of="amount" />,
    meta: { mobile: "secondary", numeric: true },
  }),
  c.accessor("sent", {
    header: () => <Head of="sent" />,
    cell: ({ row }) => <Count count={row.original.sent} />,
    meta: { mobile: "hidden", numeric: true, from: "xl" },
  }),
  c.accessor("accepted", {
    header: () => <Head of="accepted" />,
    cell: ({ row }) => <Count count={row.original.accepted} onPhone="accepted" />,
    meta: { mobile: "secondary", numeric: true },
  }),
  c.accessor("skipped", {
    header: () => <Head of="skipped" />,
    cell: ({ row }) => <Count count={row.original.skipped} />,
    meta: { mobile: "hidden", numeric: true },
  }),
  c.accessor("reported", {
    header: () => <Head of="reported" />,
    meta: { mobile: "hidden", numeric: true, from: "xl" },
  }),
  c.accessor("missing", {
    header: () => <Head of="missing" />,
    cell: ({ row }) =>
      row.original.missing > 0 ? (
        <span className="font-medium text-failed">
          <Count count={row.original.missing} onPhone="missing" />
        </span>
      ) : (
        <span className="text-secondary max-lg:hidden">0</span>
      ),
    meta: { mobile: "hidden", numeric: true },
  }),
  c.accessor("state", {
    header: () => <Head of="state" />,
    cell: ({ row }) => <DayBadge state={row.original.state} />,
    meta: { mobile: "trailing" },
  }),
  c.accessor("words", {
    header: () => <Head of="words" />,
    cell: ({ row }) =>
      row.original.words && (
        <span title={row.original.words} className="text-secondary">
          {row.original.words}
        </span>
      ),
    meta: { mobile: "line", grow: true },
  }),
])

const nameColumn = (of: "day" | "location") =>
  c.accessor("name", {
    header: () => <Head of={of} />,
    cell: ({ row }) => <span className="block max-w-48 truncate">{row.original.name}</span>,
    meta: { mobile: "primary" },
  })

export const dayColumns = c.columns([nameColumn("day"), ...numbers])
export const placeColumns = c.columns([nameColumn("location"), ...numbers])

/** On a phone, which shows no column headings, the number carries its own label. */
function Count({ count, onPhone }: { count: number; onPhone?: "paid" | "accepted" | "missing" }) {
  const t = useTranslations("reconciliation.onPhone")
  const format = useFormatter()
  return (
    <>
      <span className={onPhone && "max-lg:hidden"}>{format.number(count)}</span>
      {onPhone && <span className="lg:hidden">{t(onPhone, { count })}</span>}
    </>
  )
}

function Head({ of }: { of: "day" | "location" | Exclude<keyof ShownLine, "id" | "href" | "name"> }) {
  return useTranslations("reconciliation.columns")(of)
}
