"use client"
import { Gift } from "lucide-react"
import { useTranslations } from "next-intl"
import { dataTableColumns } from "@/components/data-table/columns"
import { Badge } from "@/components/ui/badge"
import { StatusBadge } from "@/components/ui/status-badge"
import { cn } from "@/lib/cn"
import type { ShownOrder } from "./order-rows"

const c = dataTableColumns<ShownOrder>()

const [ref, location, till, closedAt, amount, status, reason] = [
  c.accessor("ref", {
    header: () => <Head name="ref" />,
    cell: ({ row }) => <Ref {...row.original} />,
    meta: { mobile: "primary" },
  }),
  c.accessor("location", {
    header: () => <Head name="location" />,
    cell: ({ row }) => (
      // On a phone, the time and the amount share this line.
      <span className="inline-block max-w-44 truncate align-bottom max-md:max-w-[calc(100vw-17rem)] lg:max-2xl:max-w-32">
        {row.original.location}
      </span>
    ),
    meta: { mobile: "secondary" },
  }),
  c.accessor("till", {
    header: () => <Head name="till" />,
    cell: ({ row }) => (
      <span className="block max-w-24 truncate text-secondary max-2xl:max-w-18">{row.original.till}</span>
    ),
    meta: { mobile: "hidden", from: "laptop" },
  }),
  c.accessor("closedAt", { header: () => <Head name="closedAt" />, meta: { mobile: "secondary" } }),
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
] as const

/** Columns of a short list of orders. */
export const orderColumns = c.columns([ref, location, till, closedAt, amount, status, reason])

/** Columns of the log. */
export const orderLogColumns = c.columns([
  ref,
  location,
  till,
  closedAt,
  amount,
  c.accessor("customer", {
    header: () => <Head name="customer" />,
    cell: ({ row }) => (row.original.customer || row.original.rewards) && <Customer {...row.original} />,
    meta: { mobile: "line", from: "xl" },
  }),
  c.accessor("rewards", {
    header: () => <RewardsHead />,
    meta: { mobile: "hidden", numeric: true, from: "laptop" },
  }),
  status,
  reason,
  c.accessor("attempts", {
    header: () => <Head name="attempts" />,
    meta: { mobile: "hidden", numeric: true, from: "xl" },
  }),
  c.accessor("nextAttempt", {
    header: () => <Head name="nextAttempt" />,
    meta: { mobile: "hidden", numeric: true, from: "laptop" },
  }),
])

/** The order number, with a label on test orders. */
function Ref({ ref, isTest }: Pick<ShownOrder, "ref" | "isTest">) {
  const t = useTranslations("orders")
  return (
    <>
      <span className="max-w-48 truncate lg:inline-block lg:align-bottom lg:max-2xl:max-w-36">{ref}</span>
      {isTest && <Badge className="ml-2">{t("test")}</Badge>}
    </>
  )
}

/** On a phone, which has no rewards column, the rewards follow the customer. */
function Customer({ customer, rewards }: Pick<ShownOrder, "customer" | "rewards">) {
  const t = useTranslations("orders")
  return (
    <>
      {/* Isolate the name's writing direction from what follows. */}
      <bdi className="truncate lg:block lg:max-w-26">{customer}</bdi>
      {rewards && (
        <span className={cn("lg:hidden", customer && "before:mx-2 before:content-['·']")}>
          {t("rewardCount", { count: Number(rewards) })}
        </span>
      )}
    </>
  )
}

/** An icon, because the word would be wider than any number in the column. */
function RewardsHead() {
  const word = useTranslations("orders.columns")("rewards")
  return (
    <span title={word}>
      <Gift aria-hidden className="ml-auto size-3.5" />
      <span className="sr-only">{word}</span>
    </span>
  )
}

function Head({ name }: { name: Exclude<keyof ShownOrder, "id" | "isTest"> }) {
  return useTranslations("orders.columns")(name)
}
