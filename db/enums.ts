/**
 * Closed lists shared by tables, schemas and screens. Text columns instead of pg enums: adding a value takes no lock.
 */

export const ROLES = ["viewer", "manager", "owner"] as const
export type Role = (typeof ROLES)[number]

export const KEY_SCOPES = ["checkout", "setup"] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

/** What a person without an account can do with a link: connect Pongo, or create an API key. */
export type LinkKind = "connection" | "key"

export type ConnectionState = "connected" | "revoked" | "disconnected"

export const ORDER_STATES = [
  "open",
  "external_payment",
  /** Paid in another system that never reports to us. That system reports the order to Pongo; we never do. */
  "paid_elsewhere",
  "paid",
  "payment_failed",
  "cancelled",
  "refunded",
] as const
export type OrderState = (typeof ORDER_STATES)[number]

/** Stored delivery states. `held` is not stored: it is derived from its cause (see `delivery_holds`). */
export const DELIVERY_STATES = [
  "waiting_payment",
  "queued",
  "sending",
  "retrying",
  "delivered",
  "failed",
  "skipped",
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What the till and the portal read (`docs/checkout-api.md`, An order's life). */
export const SYNC_STATUSES = [
  "waiting_payment",
  "queued",
  "sending",
  "retrying",
  "held",
  "delivered",
  "failed",
  "skipped",
] as const
export type SyncStatus = (typeof SYNC_STATUSES)[number]

export const HOLD_REASONS = [
  "not_connected",
  "connection_revoked",
  "location_unmapped",
  "store_gone",
] as const
export type HoldReason = (typeof HOLD_REASONS)[number]

export const FAILURE_REASONS = ["rejected_by_pongo", "retries_exhausted"] as const
export const SKIP_REASONS = [
  "payment_not_confirmable",
  "payment_failed",
  "cancelled",
  "anonymous_orders_off",
] as const
export type SyncReason = HoldReason | (typeof FAILURE_REASONS)[number] | (typeof SKIP_REASONS)[number]

/** Oddities of an order that is accepted all the same. */
export const WARNING_CODES = [
  "lines_total_mismatch",
  "line_total_mismatch",
  "payments_total_mismatch",
  "clock_far_off",
  "reward_not_verified",
  "reward_sku_mismatch",
  "reward_not_kept",
  "partial_refund_not_told",
] as const
export type WarningCode = (typeof WARNING_CODES)[number]

/** How a call to Pongo can fail. */
const PONGO_ERROR_KINDS = [
  "dns",
  "refused",
  "tls",
  "connect_timeout",
  "timeout",
  "reset",
  "unauthorized",
  "forbidden",
  "not_found",
  "conflict",
  "invalid",
  "locked",
  "rate_limited",
  "rejected",
  "server_error",
  "unreadable",
] as const
export type PongoErrorKind = (typeof PONGO_ERROR_KINDS)[number]

/** Errors of an attempt: a failed call, or an internal error. */
export const ATTEMPT_ERRORS = [...PONGO_ERROR_KINDS, "internal"] as const
export type AttemptError = (typeof ATTEMPT_ERRORS)[number]

export const CHANNELS = ["pos", "kiosk", "click_and_collect", "order_and_pay"] as const
export const DELIVERY_MODES = ["on_site", "take_away", "delivery"] as const

/** `verify`: resends a delivered order to prove that Pongo has it. It never changes the order. */
export const ATTEMPT_TRIGGERS = ["first", "automatic", "probe", "replay", "bulk_replay", "verify"] as const
export type AttemptTrigger = (typeof ATTEMPT_TRIGGERS)[number]

export const ATTEMPT_OUTCOMES = [
  "delivered",
  "already_processed",
  "will_retry",
  "rejected",
  "gave_up",
  "connection_revoked",
  "store_unknown",
  "interrupted",
  /** A verification without a conclusive answer. The order stays delivered. */
  "not_verified",
] as const
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]

export const CONSENT_ANSWERS = ["yes", "no", "never_asked"] as const
export type ConsentAnswer = (typeof CONSENT_ANSWERS)[number]

/** `unknown`: Pongo did not answer, and the wallet could not be read either. */
export type RedemptionState = "buying" | "bought" | "refused" | "unknown"

/** How a product file was interpreted. */
export type CatalogReading = {
  encoding: "utf-8" | "utf-16" | "windows-1252"
  delimiter: ";" | "," | "\t"
  /** The file's own column names. */
  columns: Partial<Record<CatalogColumn, string>>
  ignored: string[]
}

export const CATALOG_COLUMNS = ["sku", "name", "price", "kind", "active", "options", "locations"] as const
export type CatalogColumn = (typeof CATALOG_COLUMNS)[number]

export type CatalogRowError = {
  /** As a spreadsheet numbers it: 1 is the header. */
  row: number
  problem:
    | "sku_missing"
    | "sku_too_long"
    | "sku_unusable"
    | "excel_number"
    | "sku_twice"
    | "name_missing"
    | "name_too_long"
    | "price_missing"
    | "price_unreadable"
    | "price_too_high"
    | "kind_unknown"
    | "answer_unknown"
    | "location_unknown"
    | "too_many_cells"
  /** The cell's text, truncated; for `sku_twice` the SKU. */
  value: string
  column: CatalogColumn | null
  /** For `sku_twice`: the first row with that SKU. */
  firstRow: number | null
}

/** Alerts sent to people by e-mail and webhook. Also the `type` of an outgoing webhook. */
export const ALERT_KINDS = [
  "connection_revoked",
  "incident_opened",
  "incident_recovered",
  "orders_held_long",
  "retries_exhausted",
  "day_gap",
  "rewards_worse",
  "replay_to_approve",
] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** What failures and holds are grouped by. */
export const INCIDENT_CAUSES = [...HOLD_REASONS, "pongo_down", ...FAILURE_REASONS] as const
export type IncidentCause = (typeof INCIDENT_CAUSES)[number]

/** Till behaviour that leaves no other row (`till_evidence`). */
export type EvidenceKind =
  | "identified_by_phone"
  | "identified_by_code"
  | "identified_by_scan"
  | "customer_enlisted"
  | "opt_in_recorded"
  | "profile_shown"
  | "rewards_shown"
  | "wallet_shown"
  | "reward_redeemed"
  | "profile_refreshed"
  | "reward_used"

/** Result of Pongo's quality check. `rehearsed`: some of it was shown only in a rehearsal. */
export type GoLiveResult = "ready" | "rehearsed" | "not_ready"

/** `send`: sends undelivered orders again. `verify`: sends delivered orders again, so that Pongo confirms them. */
export const REPLAY_KINDS = ["send", "verify"] as const
export type ReplayKind = (typeof REPLAY_KINDS)[number]

/** `scheduled`: starts at `starts_at`, and can be withdrawn until then. */
export type ReplayState = "planned" | "awaiting_approval" | "scheduled" | "running" | "done" | "cancelled"

/** Why a replay skips an order. */
export type ReplaySkip =
  | "already_delivered"
  | "cancelled"
  | "refunded"
  | "never_paid"
  | "paid_elsewhere"
  | "held"
  | "on_its_way"
  | "anonymous"
  | "content_gone"
  | "not_delivered"

/** Pongo's answer about a delivered order: it had it, it did not have it until now, or nothing conclusive. */
export type Verification = "confirmed" | "arrived" | "failed"
export type AlertDeliveryState = "waiting" | "sending" | "sent" | "failed" | "skipped"
/** Why an alert was not sent to one of its recipients. */
export type AlertDeliveryReason = "mail_off" | "left" | "turned_off" | "removed" | "over"

export type IncidentEventKind = "opened" | "reopened" | "mended" | "closed" | "dismissed"

/** The actions of the audit trail, as noun and verb. Each has a sentence in the messages. */
export const AUDIT_ACTIONS = [
  "merchant.created",
  "merchant.privacy_changed",
  "member.invited",
  "member.joined",
  "member.role_changed",
  "member.removed",
  "invitation.revoked",
  "operator.came",
  "operator.left",
  "connection.connected",
  "connection.revoked",
  "connection.disconnected",
  "connection_link.created",
  "connection_link.revoked",
  "key_link.created",
  "key_link.revoked",
  "webhooks.renewed",
  "locations.put",
  "location.added",
  "location.archived",
  "mapping.set",
  "mapping.removed",
  "store.rename_noted",
  "api_key.created",
  "api_key.revoked",
  "test_till.opened",
  "test_till.resumed",
  "test_till.closed",
  "till.forgotten",
  "capabilities.declared",
  "go_live.reported",
  "go_live.rehearsed",
  "catalog.put",
  "catalog.imported",
  "alias.accepted",
  "alias.removed",
  "customer.revealed",
  "customer.exported",
  "customer.erased",
  "customer.gone",
  "order.replayed",
  "order.corrected",
  "order.verified",
  "orders.exported",
  "view.created",
  "view.renamed",
  "view.updated",
  "view.shared",
  "view.unshared",
  "view.deleted",
  "replay.started",
  "replay.asked",
  "replay.approved",
  "replay.cancelled",
  "replay.threshold_changed",
  "incident.dismissed",
  "alerts.preferences_changed",
  "alerts.held_hours_changed",
  "alerts.resent",
  "alerts.endpoint_added",
  "alerts.endpoint_removed",
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]
