import type { DeliveryState, SyncReason } from "@/db/enums"
import { sql } from "@/db/index"
import { newId } from "@/lib/id"

export type LogRow = {
  id: string
  locationId: string
  ref: string
  externalRef: string | null
  customerId: string | null
  phoneIndex: string | null
  tillId: string | null
  totalCents: number
  rewardCount: number
  closedAt: string
  state: DeliveryState
  reason: SyncReason | null
  errorKind: string | null
  httpStatus: number | null
  isTest: boolean
}

/** A plain delivered order; pass the fields the test is about. */
export function logRow(locationId: string, changes: Partial<LogRow> = {}): LogRow {
  const id = newId()
  return {
    id,
    locationId,
    ref: `R-${id.slice(-12)}`,
    externalRef: null,
    customerId: null,
    phoneIndex: null,
    tillId: null,
    totalCents: 1450,
    rewardCount: 0,
    closedAt: new Date().toISOString(),
    state: "delivered",
    reason: null,
    errorKind: null,
    httpStatus: 202,
    isTest: false,
    ...changes,
  }
}

/** Inserts orders with their deliveries directly, in any state. */
export async function insertLog(merchantId: string, rows: LogRow[]): Promise<void> {
  await sql`
    with r as (
      select * from jsonb_to_recordset(${sql.json(rows)}) as r(
        id uuid, "locationId" uuid, ref text, "externalRef" text, "customerId" text, "phoneIndex" text, "tillId" text,
        "totalCents" int, "rewardCount" int, "closedAt" timestamptz, state text, reason text, "errorKind" text,
        "httpStatus" int, "isTest" boolean)
    ), o as (
      insert into orders (id, merchant_id, location_id, ref, external_ref, state, payload_hash, closed_at, total_cents,
                          customer_id, customer_phone_index, reward_count, till_id)
      select id, ${merchantId}, "locationId", ref, "externalRef", 'paid', '', "closedAt", "totalCents", "customerId",
             "phoneIndex", "rewardCount", "tillId" from r
    )
    insert into deliveries (order_id, merchant_id, location_id, closed_at, state, reason, last_error_kind,
                            last_http_status, is_test, next_attempt_at)
    select id, ${merchantId}, "locationId", "closedAt", state, reason, "errorKind", "httpStatus", "isTest", now() from r`
}
