"use client"
import { useFormatter, useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"

/** A customer in the list, formatted and masked on the server. */
export type ShownCustomer = {
  id: string
  name: string
  phone: string
  email: string
  points: number
  optIn: string
  asOf: string
}

const c = dataTableColumns<ShownCustomer>()

export const columns = c.columns([
  c.accessor("name", {
    header: () => <Head of="name" />,
    cell: ({ row }) => <span className="block max-w-52 truncate">{row.original.name}</span>,
    meta: { mobile: "primary" },
  }),
  c.accessor("phone", { header: () => <Head of="phone" />, meta: { mobile: "secondary" } }),
  c.accessor("email", {
    header: () => <Head of="email" />,
    cell: ({ row }) => <span className="block max-w-52 truncate">{row.original.email}</span>,
    meta: { mobile: "hidden", from: "xl" },
  }),
  c.accessor("optIn", {
    header: () => <Head of="optIn" />,
    cell: ({ row }) => <span className="text-secondary">{row.original.optIn}</span>,
    meta: { mobile: "line", grow: true },
  }),
  c.accessor("asOf", { header: () => <Head of="asOf" />, meta: { mobile: "secondary" } }),
  c.accessor("points", {
    header: () => <Head of="points" />,
    cell: ({ row }) => <Points count={row.original.points} />,
    meta: { mobile: "trailing", numeric: true },
  }),
])

/** On a phone, which shows no column headings, the number carries its own label. */
function Points({ count }: { count: number }) {
  const t = useTranslations("customers")
  const format = useFormatter()
  return (
    <>
      <span className="max-lg:hidden">{format.number(count)}</span>
      <span className="lg:hidden">{t("points", { count })}</span>
    </>
  )
}

function Head({ of }: { of: Exclude<keyof ShownCustomer, "id"> }) {
  return useTranslations("customers.columns")(of)
}
