import type { ReplayKind } from "@/db/enums"
import { sql } from "@/db/index"

/**
 * Why a replay leaves an order alone; null when it goes. The plan and the run both ask this, over `d` (the delivery), `o`
 * (the order) and `h` (what holds its location back). An order at a location that waits is not sent into the wait: the
 * plan says how many leave now.
 */
export const skipReason = (kind: ReplayKind) => (kind === "send" ? skipOfSending() : skipOfVerifying())

const skipOfSending = () => sql`
  case
    when d.state = 'delivered' then 'already_delivered'
    ${unpaid()}
    when d.reason = 'cancelled' then 'cancelled'
    when d.state = 'waiting_payment' then 'never_paid'
    when d.state = 'skipped' then 'anonymous'
    when d.state = 'sending' then 'on_its_way'
    when h.reason is not null then 'held'
    when d.state = 'queued' or (d.state = 'retrying' and d.next_trigger in ('replay', 'bulk_replay')) then 'on_its_way'
    ${withoutContent()}
  end`

/** One that was taken back must not be sent again: should Pongo not have it, it would give points for it. */
const skipOfVerifying = () => sql`
  case
    ${unpaid()}
    when d.state <> 'delivered' or d.store_slug is null or d.pongo_order_ref is null then 'not_delivered'
    when h.reason in ('not_connected', 'connection_revoked') then 'held'
    ${withoutContent()}
  end`

const unpaid = () => sql`
    when o.state = 'refunded' then 'refunded'
    when o.state = 'cancelled' then 'cancelled'
    when o.state = 'paid_elsewhere' then 'paid_elsewhere'
    when o.state <> 'paid' then 'never_paid'`

/** Emptied or dropped when its time was over. A scalar: `exists` would be hashed, which reads all payloads there are. */
const withoutContent = () => sql`
    when coalesce((select p.body -> 'lines' = '[]' from order_payloads p where p.order_id = d.order_id), true)
      then 'content_gone'`
