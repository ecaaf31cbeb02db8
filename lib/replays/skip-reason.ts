import type { ReplayKind } from "@/db/enums"
import { sql } from "@/db/index"

/**
 * Why a replay skips an order; null when it is sent. Shared by the plan and the run, over `d` (the delivery), `o` (the
 * order) and `h` (the hold on its location). Held orders are skipped, so that the plan counts what is sent now.
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

/** A reversed order must not be sent again: if Pongo does not have it, it would grant points for it. */
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

/** Content deleted by retention. A scalar subquery: `exists` would be hashed, which reads every payload. */
const withoutContent = () => sql`
    when coalesce((select p.body -> 'lines' = '[]' from order_payloads p where p.order_id = d.order_id), true)
      then 'content_gone'`
