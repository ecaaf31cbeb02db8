"use client"
import { Mail, Webhook } from "lucide-react"
import { useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"
import { DataTable } from "@/components/data-table/data-table"
import { Link } from "@/components/link"
import { EmptyState } from "@/components/ui/empty-state"
import type { AlertDeliveryReason, AlertDeliveryState } from "@/db/enums"
import type { PortalPath } from "@/lib/address"
import { DeliveryState } from "./delivery-state"
import { ResendButton } from "./resend-button"

type DeliveryRow = {
  id: string
  title: string
  href: PortalPath
  recipient: string
  channel: "mail" | "webhook"
  state: AlertDeliveryState
  reason: AlertDeliveryReason | null
  raised: string
  /** Send time of a notification delayed by quiet hours. */
  due: string | null
  attempts: number
  error: string | null
  /** It was given up, and the viewer may send it again. */
  isResendable: boolean
}

function Head({ of }: { of: "alert" | "recipient" | "raised" | "state" }) {
  return useTranslations("alerts.settings.log.columns")(of)
}

function Recipient({ channel, recipient }: Pick<DeliveryRow, "channel" | "recipient">) {
  const t = useTranslations("alerts.settings.log.channels")
  const Icon = channel === "mail" ? Mail : Webhook
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Icon aria-label={t(channel)} className="size-4 shrink-0 text-secondary" />
      <span className="truncate">{recipient}</span>
    </span>
  )
}

/** Explains states that are not self-evident. */
function Why({ row }: { row: DeliveryRow }) {
  const t = useTranslations("alerts.settings.log")
  if (row.reason) return t(`reasons.${row.reason}`)
  if (row.due && row.state === "waiting") return t("due", { when: row.due })
  if (row.error) return t("failedWith", { count: row.attempts, error: row.error })
  return null
}

const c = dataTableColumns<DeliveryRow>()
const columns = c.columns([
  c.accessor("title", {
    header: () => <Head of="alert" />,
    cell: ({ row: { original } }) => (
      <span className="block min-w-0 py-1.5">
        <Link
          href={original.href}
          prefetch={false}
          className="whitespace-normal hover:text-accent hover:underline"
        >
          {original.title}
        </Link>
        <span className="block whitespace-normal text-13 text-secondary">
          <Why row={original} />
        </span>
      </span>
    ),
    meta: { mobile: "primary", grow: true },
  }),
  c.accessor("recipient", {
    header: () => <Head of="recipient" />,
    cell: ({ row }) => <Recipient {...row.original} />,
    meta: { mobile: "secondary" },
  }),
  c.accessor("raised", {
    header: () => <Head of="raised" />,
    cell: ({ row }) => row.original.raised,
    meta: { mobile: "secondary" },
  }),
  c.accessor("state", {
    header: () => <Head of="state" />,
    cell: ({ row: { original } }) => (
      <span className="inline-flex items-center gap-3">
        <DeliveryState state={original.state} attempts={original.attempts} />
        {original.isResendable && <ResendButton id={original.id} title={original.title} />}
      </span>
    ),
    meta: { mobile: "trailing" },
  }),
])

export function DeliveryLog({ rows }: { rows: DeliveryRow[] }) {
  const t = useTranslations("alerts.settings.log")
  return (
    <DataTable
      caption={t("title")}
      columns={columns}
      rows={rows}
      getRowId={(row) => row.id}
      empty={<EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>}
    />
  )
}
