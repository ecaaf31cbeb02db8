"use client"
import { CirclePause, Clock, WifiOff } from "lucide-react"
import { useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"
import { Badge } from "@/components/ui/badge"
import { ForgetTill } from "./forget-till"
import type { ShownTill } from "./till-rows"

const c = dataTableColumns<ShownTill>()

const LOOK = {
  quiet: { tone: "failed", icon: WifiOff },
  backlog: { tone: "held", icon: CirclePause },
  skew: { tone: "retrying", icon: Clock },
} as const

const facts = [
  c.accessor("name", {
    header: () => <Head of="till" />,
    cell: ({ row: { original } }) => (
      <span title={original.ref} className="flex min-w-0 items-baseline gap-2">
        <span className="truncate font-medium">{original.name}</span>
        {original.name !== original.ref && (
          <span className="font-mono text-12 text-secondary lg:max-xl:hidden">{original.ref}</span>
        )}
      </span>
    ),
    meta: { mobile: "primary" },
  }),
  c.accessor("location", {
    header: () => <Head of="location" />,
    cell: ({ row }) => (
      <span className="inline-block max-w-44 truncate align-bottom">{row.original.location}</span>
    ),
    meta: { mobile: "secondary" },
  }),
  c.accessor("seen", {
    header: () => <Head of="seen" />,
    cell: ({ row: { original } }) => <Seen relative={original.seen} exact={original.seenExactly} />,
    meta: { mobile: "secondary" },
  }),
  c.accessor("warnings", {
    header: () => <Head of="warnings" />,
    cell: ({ row: { original } }) => <Warnings warnings={original.warnings} />,
    meta: { mobile: "line", grow: true },
  }),
  c.accessor("version", {
    header: () => <Head of="version" />,
    cell: ({ row }) => <span className="text-secondary">{row.original.version}</span>,
    meta: { mobile: "hidden", from: "xl" },
  }),
]

export const columns = c.columns([
  ...facts,
  c.display({
    id: "actions",
    header: () => (
      <span className="sr-only">
        <Head of="actions" />
      </span>
    ),
    cell: ({ row: { original } }) => <ForgetTill till={original.ref} />,
    meta: { mobile: "trailing", numeric: true },
  }),
])
export const readOnlyColumns = c.columns(facts)

function Warnings({ warnings }: { warnings: ShownTill["warnings"] }) {
  const t = useTranslations("tills")
  if (warnings.length === 0) return <span className="text-secondary">{t("fine")}</span>
  return (
    <span className="flex flex-wrap gap-1.5 py-1">
      {warnings.map(({ kind, words }) => (
        <Badge key={kind} {...LOOK[kind]} className="h-auto min-h-5 whitespace-normal">
          {words}
        </Badge>
      ))}
    </span>
  )
}

function Seen({ relative, exact }: { relative: string; exact: string }) {
  return (
    <span title={exact}>
      {relative} <span className="text-secondary lg:max-xl:hidden">· {exact}</span>
    </span>
  )
}

function Head({ of }: { of: "till" | "location" | "seen" | "warnings" | "version" | "actions" }) {
  return useTranslations("tills.columns")(of)
}
