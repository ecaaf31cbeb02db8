"use client"
import { Minus } from "lucide-react"
import { useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"
import { Badge } from "@/components/ui/badge"
import type { KeyScope } from "@/db/enums"
import { RevokeKey } from "./revoke-key"

export type KeyRow = {
  id: string
  name: string
  prefix: string
  scopes: KeyScope[]
  locationName: string | null
  created: string
  lastUsed: string | null
  revoked: string | null
}

type Word = "name" | "key" | "scopes" | "location" | "lastUsed" | "created" | "actions"

function Head({ of }: { of: Word }) {
  const t = useTranslations("settings.keys.columns")
  return <span className={of === "actions" ? "sr-only" : undefined}>{t(of)}</span>
}

function Scopes({ scopes }: Pick<KeyRow, "scopes">) {
  const t = useTranslations("settings.keys.scopes")
  return scopes.map((scope) => t(`${scope}.word`)).join(" · ")
}

function Place({ name }: { name: string | null }) {
  const t = useTranslations("settings.keys")
  return name ?? <span className="text-secondary">{t("allLocations")}</span>
}

function LastUse({ when }: { when: string | null }) {
  const t = useTranslations("settings.keys")
  return when ?? <span className="text-secondary">{t("neverUsed")}</span>
}

function Revoked({ date }: { date: string }) {
  const t = useTranslations("settings.keys")
  return <Badge icon={Minus}>{t("revoked", { date })}</Badge>
}

const c = dataTableColumns<KeyRow>()

const facts = [
  c.accessor("name", {
    header: () => <Head of="name" />,
    cell: ({ row }) => (
      <span className={row.original.revoked ? "text-secondary" : "font-medium"}>{row.original.name}</span>
    ),
    meta: { mobile: "primary", grow: true },
  }),
  c.accessor("prefix", {
    header: () => <Head of="key" />,
    cell: ({ row }) => <code className="font-mono text-13">{row.original.prefix}…</code>,
    meta: { mobile: "secondary" },
  }),
  c.accessor("scopes", {
    header: () => <Head of="scopes" />,
    cell: ({ row }) => <Scopes scopes={row.original.scopes} />,
    meta: { mobile: "secondary" },
  }),
  c.accessor("locationName", {
    header: () => <Head of="location" />,
    cell: ({ row }) => <Place name={row.original.locationName} />,
    meta: { mobile: "secondary", from: "xl" },
  }),
  c.accessor("lastUsed", {
    header: () => <Head of="lastUsed" />,
    cell: ({ row }) => <LastUse when={row.original.lastUsed} />,
    meta: { mobile: "secondary" },
  }),
  c.accessor("created", {
    header: () => <Head of="created" />,
    cell: ({ row }) => row.original.created,
    meta: { mobile: "hidden", from: "xl" },
  }),
]

const ending = (mayChange: boolean) =>
  c.display({
    id: "actions",
    header: () => <Head of="actions" />,
    cell: ({ row: { original } }) =>
      original.revoked ? (
        <Revoked date={original.revoked} />
      ) : mayChange ? (
        <RevokeKey id={original.id} name={original.name} lastUsed={original.lastUsed} />
      ) : null,
    meta: { mobile: "trailing", numeric: true },
  })

export const columns = c.columns([...facts, ending(true)])
export const readOnlyColumns = c.columns([...facts, ending(false)])
