"use client"
import { Check, Minus } from "lucide-react"
import { useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"
import { Badge } from "@/components/ui/badge"
import { CopyButton } from "@/components/ui/copy-button"

/** A product as displayed, formatted on the server. */
export type ShownProduct = {
  sku: string
  name: string
  kind: "product" | "menu"
  price: string
  hasPaidOptions: boolean
  places: string
  isActive: boolean
}

const c = dataTableColumns<ShownProduct>()

export const productColumns = c.columns([
  c.accessor("name", {
    header: () => <Head name="name" />,
    cell: ({ row }) => <span title={row.original.name}>{row.original.name}</span>,
    meta: { mobile: "primary", grow: true },
  }),
  c.accessor("sku", {
    header: () => <Head name="sku" />,
    cell: ({ row }) => (
      <span className="inline-flex items-center gap-0.5">
        <code className="font-mono text-13">{row.original.sku}</code>
        <CopyButton value={row.original.sku} className="max-lg:-my-2" />
      </span>
    ),
    meta: { mobile: "secondary" },
  }),
  c.accessor("kind", {
    header: () => <Head name="kind" />,
    cell: ({ row }) => <Kind kind={row.original.kind} />,
    meta: { mobile: "hidden" },
  }),
  c.accessor("hasPaidOptions", {
    header: () => <Head name="options" />,
    cell: ({ row }) => row.original.hasPaidOptions && <Yes />,
    meta: { mobile: "hidden", from: "xl" },
  }),
  c.accessor("places", {
    header: () => <Head name="places" />,
    cell: ({ row }) => (
      <span className="block max-w-56 truncate text-secondary" title={row.original.places}>
        {row.original.places}
      </span>
    ),
    meta: { mobile: "hidden", from: "xl" },
  }),
  c.accessor("price", { header: () => <Head name="price" />, meta: { mobile: "secondary", numeric: true } }),
  c.accessor("isActive", {
    header: () => <Head name="active" />,
    cell: ({ row }) => <Sale isActive={row.original.isActive} />,
    meta: { mobile: "trailing" },
  }),
])

function Head({ name }: { name: "sku" | "name" | "kind" | "price" | "options" | "places" | "active" }) {
  return useTranslations("catalog.columns")(name)
}

function Kind({ kind }: { kind: ShownProduct["kind"] }) {
  return <span className="text-secondary">{useTranslations("catalog.kinds")(kind)}</span>
}

function Yes() {
  return <span className="text-secondary">{useTranslations("catalog")("yes")}</span>
}

function Sale({ isActive }: { isActive: boolean }) {
  const t = useTranslations("catalog")
  return (
    <Badge {...(isActive ? { tone: "delivered", icon: Check } : { icon: Minus })}>
      {t(isActive ? "onSale" : "offSale")}
    </Badge>
  )
}
