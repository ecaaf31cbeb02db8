// Generated from the API's OpenAPI document by bin/generate-client.ts. Do not edit.
// biome-ignore-all format: written by a program

import { type CallOptions, type Send, segment } from "./transport.js"

export type ArchivedLocation = {
  /** The POS’s own id of the location. */
  id: string
  /** Always true. */
  archived: true
}

/** A reward the customer can buy with points. */
export type AvailableReward = {
  /** Pongo’s id of the reward: `reward_id` of *redeem*. */
  id: string
  /** The reward’s name, as the merchant wrote it. */
  name: string
  /** `free_product`, `voucher_amount`, `voucher_percent`. The list is open: show an unknown type greyed. */
  type: string
  /** What it costs. */
  points: number
  /** Whether the customer has enough points. */
  affordable: boolean
  /** Whether this till can give it. False comes with `why_not`. */
  usable_here: boolean
  /** Why it cannot be given here. */
  why_not: "no_matching_sku" | "sku_inactive" | "sku_not_at_location" | "not_enough_points" | "expired" | "locked_elsewhere" | "type_not_supported" | "pongo_unavailable" | null
  /** The SKUs that it may put on an order at this location. */
  skus: string[]
}

export type BatchResult = {
  /** The order’s number; null when it could not be read. */
  order_id: string | null
  /** The status that `POST /orders` would have answered. */
  status: number
  /** The answer, when it was accepted. */
  order?: OrderAnswer
  /** The refusal, when it was not. */
  problem?: Problem
}

export type BatchResults = {
  /** One result for each order, in the same order. */
  results: BatchResult[]
}

export type Catalog = {
  /** One page of the catalogue, by SKU. */
  products: {
    /** The product’s SKU in the POS. */
    sku: string
    /** The product’s name. */
    name: string
    /** `menu` is a set of products sold as one. */
    kind: "product" | "menu"
    /** Its usual price. */
    price_cents: number
    /** Whether it can be sold. */
    active: boolean
    /** Whether options can be added at a price. They are charged even when a reward gives the product. */
    has_paid_options: boolean
    /** Where it is sold; null: everywhere. */
    location_ids: string[] | null
  }[]
  /** Null: this was the last page. */
  next_cursor: string | null
}

export type CatalogChanges = {
  /** Products read. */
  received: number
  /** How many of those were new or different. */
  changed: number
  /** Products taken off sale, with `mode=replace`. */
  deactivated: number
}

export type Customer = {
  /** `cust_…`, Pongo’s id of the customer. */
  id: string
  /** E.164, for example `+33612345678`. */
  phone: string | null
  /** First name. */
  first_name: string | null
  /** Last name. */
  last_name: string | null
  /** E-mail address. */
  email: string | null
  /** The customer’s balance. */
  points: number
  /** Consent by channel: `yes`, `no`, or `never_asked`. */
  opt_in: {
    /** Consent to marketing by SMS. */
    sms: "yes" | "no" | "never_asked"
    /** Consent to marketing by e-mail. */
    email: "yes" | "no" | "never_asked"
  }
}

export type CustomerAnswer = {
  customer: Customer
}

export type CustomerChanges = {
  /** The POS’s own id of the location. */
  location_id?: string
  /** First name. */
  first_name?: string | null
  /** Last name. */
  last_name?: string | null
  /** E-mail address. */
  email?: string | null
  /** Date of birth, before today. */
  birthday?: string | null
  /** Marketing consent, one answer for each channel. */
  opt_in?: {
    /** Consent to marketing by SMS. */
    sms?: boolean
    /** Consent to marketing by e-mail. */
    email?: boolean
  }
}

export type DayTotal = {
  /** The POS’s own id of the location. */
  location_id: string
  /** Paid orders of the business day, by the POS. */
  orders: number
  /** Their total as it was paid; a later refund does not change it. */
  total_cents: number
  /** Their numbers. With them the answer names what is missing on either side. */
  order_ids?: string[]
}

export type DayTotalAnswer = {
  /** The business day. */
  date: string
  /** The POS’s own id of the location. */
  location_id: string
  /** What the POS said. */
  reported: {
    /** Number of orders. */
    orders: number
    /** Their total as it was paid; a later refund does not change it. */
    total_cents: number
  }
  /** What was handed over to us. */
  received: {
    /** Number of orders. */
    orders: number
    /** Their total as it was paid; a later refund does not change it. */
    total_cents: number
  }
  /** What Pongo has. */
  delivered: {
    /** Number of orders. */
    orders: number
    /** Their total as it was paid; a later refund does not change it. */
    total_cents: number
  }
  /** `reported` less `received`: what no till has handed over. */
  gap: {
    /** Number of orders. */
    orders: number
    /** Their total as it was paid; a later refund does not change it. */
    total_cents: number
  }
  /** Orders that the POS knows and we do not. Send them. Null without `order_ids`. */
  missing_order_ids: string[] | null
  /** Orders that we have and the POS does not name. Null without `order_ids`. */
  unknown_order_ids: string[] | null
}

export type Enlist = {
  /** The POS’s own id of the location. */
  location_id: string
  /** In any usual writing, read with the merchant’s country; answered as E.164. */
  phone: string
  /** Marketing consent, one answer for each channel. */
  opt_in: {
    /** Consent to marketing by SMS. */
    sms: boolean
    /** Consent to marketing by e-mail. */
    email: boolean
  }
  /** First name. */
  first_name?: string | null
  /** Last name. */
  last_name?: string | null
  /** E-mail address. */
  email?: string | null
  /** Date of birth, before today. */
  birthday?: string | null
}

export type Heartbeat = {
  /** The POS’s own id of the till. */
  till_id: string
  /** The POS’s own id of the location. */
  location_id: string
  /** Version of the POS program. */
  app_version?: string | null
  /** Orders the till still keeps. */
  offline_orders: number
  /** When the oldest of them was closed. Counts only when `offline_orders` is above zero. */
  oldest_offline_at?: string | null
  /** The till’s clock at this call. */
  sent_at: string
}

export type HeartbeatAnswer = {
  /** How far the till’s clock is ahead of ours, in milliseconds; negative: behind. Includes the time the call took. */
  clock_skew_ms: number
  /** Send the kept orders now, with `POST /orders/batch`. */
  should_drain: boolean
}

export type Identify = {
  /** The POS’s own id of the location. */
  location_id: string
  /** In any usual writing, read with the merchant’s country; answered as E.164. */
  phone: string
} | {
  /** The POS’s own id of the location. */
  location_id: string
  /** What the scanner read, untouched. */
  code: string
  /** `false`: a scanner or camera read the code. `true`: somebody typed it. The customer is found either way; only `false` counts as a scan for Pongo’s quality check. */
  typed?: boolean
}

export type Location = {
  /** The POS’s own id of the location. */
  id: string
  /** The name people know it by. */
  name: string
  /** Street and number. Helps to suggest the Pongo store. */
  address?: string | null
  /** Postal code. */
  postal_code?: string | null
  /** City. */
  city?: string | null
  /** ISO 3166 country code, two letters. */
  country?: string | null
  /** The location’s phone. */
  phone?: string | null
}

export type Locations = {
  /** The locations sent, each with its mapping. */
  locations: {
    /** The POS’s own id of the location. */
    id: string
    /** Its name. */
    name: string
    /** Which Pongo store it is. People map locations in the portal. */
    mapping: {
      /** `unmapped` and `store_gone` hold its orders. */
      state: "mapped" | "unmapped" | "store_gone"
      /** The Pongo store that the location is mapped to. */
      store_slug: string | null
      /** The store’s name at Pongo. */
      store_name: string | null
    }
    /** Why orders of this location wait; null: they do not. */
    hold_reason: "not_connected" | "connection_revoked" | "location_unmapped" | "store_gone" | null
  }[]
}

export type LockReward = {
  /** The POS’s own id of the location. */
  location_id: string
  /** The customer’s four-digit PIN. Send it when the merchant’s programme asks for one: Pongo refuses the call without it. */
  pin?: string
}

/** Everything a till shows of a customer, in one answer. */
export type LoyaltyProfile = {
  customer: Customer
  /** The two lists are never mixed. */
  rewards: {
    /** What this customer can buy with points at this location. */
    available: AvailableReward[]
    /** What the customer has bought and not used yet. */
    wallet: WalletEntry[]
  }
  /** False: Pongo could not be reached, and this is the last known state. */
  fresh: boolean
  /** When Pongo said so. */
  as_of: string
  /** True when the customer was enlisted before: consents, names, e-mail and birthday were left as they were. */
  already_enlisted?: true
}

export type Order = {
  /** The POS’s own order number, unique within the location for good. */
  order_id: string
  /** The POS’s own id of the location. */
  location_id: string
  /** Only `paid` leaves for Pongo at once; the others wait for `/payment`. */
  state: "paid" | "open" | "external_payment"
  /** Required with that `state`, refused with another. */
  external_payment?: {
    /** The name of the other system. */
    system: string
    /** It will call back. False: the order is never sent, that system reports it. */
    confirms: boolean
    /** It can honour rewards that are vouchers. */
    supports_vouchers: boolean
    /** It can honour rewards that are products. Absent: it can. */
    supports_products?: boolean
  }
  /** Where the order was taken. */
  channel: "pos" | "kiosk" | "click_and_collect" | "order_and_pay"
  /** How the customer gets it. */
  delivery_mode: "on_site" | "take_away" | "delivery"
  /** When the order was opened. */
  created_at: string
  /** When it was paid and closed. It decides the business day and the order of sending; absent: the time of the call. */
  closed_at?: string | null
  /** When it will be picked up. */
  withdrawal_at?: string | null
  /** What the customer pays for the goods, taxes and service charge included, vouchers deducted. Without tips, and without the change given back. */
  total_cents: number
  /** The taxes within `total_cents`. */
  tax_cents?: number | null
  /** Absent: the customer can still claim the order on the Pongo tablet. */
  customer?: {
    /** `cust_…` of a customer who was identified. */
    id: string
  } | {
    /** Signs the customer up when the phone is new. */
    phone: string
    /** Marketing consent, one answer for each channel. */
    opt_in: {
      /** Consent to marketing by SMS. */
      sms: boolean
      /** Consent to marketing by e-mail. */
      email: boolean
    }
    /** First name. */
    first_name?: string | null
    /** Last name. */
    last_name?: string | null
    /** E-mail address. */
    email?: string | null
  } | null
  /** What was sold. A reward that was given is one of the lines. */
  lines: OrderLine[]
  /** How it was paid. The sum is `total_cents`: send what was kept, not what was handed over in cash. Leave tips out. */
  payments?: Payment[] | null
  /** The till that took the order. */
  till?: {
    /** The POS’s own id of the till. */
    id: string
    /** Its name, as people know it. */
    name?: string | null
  }
  /** A note on the order. Pongo receives it. */
  comment?: string | null
  /** The number at the partner where the order began, if one did. */
  external_order_id?: string | null
}

export type OrderAnswer = {
  /** Our id of the order. */
  id: string
  /** The POS’s own order number, unique within the location for good. */
  order_id: string
  /** The POS’s own id of the location. */
  location_id: string
  /** What became of the sale; whether Pongo has the order is `sync.status`. `paid_elsewhere`: an external payment that is never confirmed. */
  state: "open" | "external_payment" | "paid_elsewhere" | "paid" | "payment_failed" | "cancelled" | "refunded"
  /** The order’s total when it was handed over, refunds not deducted. */
  total_cents: number
  /** What was refunded so far. */
  refunded_cents: number
  /** Whose points they are. Null: nobody was named, or the customer was erased since. */
  customer: {
    /** `cust_…`; null while only the phone is known. */
    id: string | null
    /** Masked. Null when the order names its customer by id. */
    phone: string | null
  }
  /** How far the order is on its way to Pongo. */
  sync: {
    /** `held` orders leave by themselves when the cause is gone; `failed` ones need a person. */
    status: "waiting_payment" | "queued" | "sending" | "retrying" | "held" | "delivered" | "failed" | "skipped"
    /** Why the order is held, failed or skipped; null otherwise. */
    reason: "not_connected" | "connection_revoked" | "location_unmapped" | "store_gone" | "rejected_by_pongo" | "retries_exhausted" | "payment_not_confirmable" | "payment_failed" | "cancelled" | "anonymous_orders_off" | null
    /** The state in words, French or English by `Accept-Language`. */
    message: string
    /** The store it goes to; null until the first attempt. */
    store_slug: string | null
    /** Attempts that count. Waiting for a cause to be fixed uses none. */
    attempts: number
    /** When it is tried again, while `retrying`. */
    next_attempt_at: string | null
    /** When Pongo took it. */
    delivered_at: string | null
  }
  /** Accepted, but odd: sums that do not add up, a clock far off. */
  warnings: {
    /** What a program decides by. The list is open. */
    code: "lines_total_mismatch" | "line_total_mismatch" | "payments_total_mismatch" | "clock_far_off" | "reward_not_verified" | "reward_sku_mismatch" | "reward_not_kept" | "partial_refund_not_told"
    /** The warning in words, French or English by `Accept-Language`. */
    message: string
  }[]
  /** What Pongo said after it was told of a cancellation or a whole refund. Null: it was not told, or has not answered yet. */
  reversal: {
    /** When it said so. */
    at: string
    /** The customer’s balance just before; null when it was not read. */
    points_before: number | null
    /** The customer’s balance afterwards. */
    points_after: number | null
    /** The rewards that were on the order. */
    rewards: {
      /** Pongo’s id of the reward. */
      reward_id: string
      /** Names one reward in the customer’s wallet. */
      hash: string
      /** The reward’s name. */
      name: string | null
      /** `returned`: it is in the wallet again. `kept`: Pongo still counts it as used. `unknown`: Pongo did not say. */
      outcome: "returned" | "kept" | "unknown"
    }[]
  }
  /** The other system cannot honour these rewards: show the sentence before the customer pays. */
  reward_prompt?: {
    /** The rewards that the order travels without. They stay in the wallet. */
    rewards: {
      /** Pongo’s id of the reward. */
      reward_id: string
      /** The reward’s name. */
      name: string
    }[]
    /** The sentence to show. */
    message: string
  }
}

export type OrderBatch = {
  /** Each order stands alone: one that is refused does not stop the others. */
  orders: Order[]
}

export type OrderCancel = {
  /** The POS’s own id of the location. */
  location_id: string
  /** The cashier’s reason, in free words. The office reads it beside the order; it goes with the customer’s data. Leave names and phones out. */
  reason?: string
}

export type OrderCorrection = {
  /** The POS’s own id of the location. */
  location_id: string
  /** Only for a customer the order names by phone. */
  customer?: {
    /** Null removes it. */
    first_name?: string | null
    /** Null removes it. */
    last_name?: string | null
    /** Null removes it. */
    email?: string | null
  }
  /** The note; null removes it. */
  comment?: string | null
  /** Only the lines that change. */
  lines?: {
    /** Which line, counted from 0. */
    line: number
    /** The product’s SKU. */
    sku?: string
    /** The product’s name. */
    name?: string
    /** Null takes the reward off the line; it stays in the wallet. */
    reward?: null
  }[]
}

export type OrderDetail = OrderAnswer & {
  /** Every attempt, the oldest first. */
  attempts: {
    /** When it began. */
    at: string
    /** What set it off. */
    trigger: "first" | "automatic" | "probe" | "replay" | "bulk_replay" | "verify"
    /** How it ended. */
    outcome: "delivered" | "already_processed" | "will_retry" | "rejected" | "gave_up" | "connection_revoked" | "store_unknown" | "interrupted" | "not_verified"
    /** What Pongo answered; null without an answer. */
    http_status: number | null
    /** The kind of error; null when it went well. */
    error: "dns" | "refused" | "tls" | "connect_timeout" | "timeout" | "reset" | "unauthorized" | "forbidden" | "not_found" | "conflict" | "invalid" | "locked" | "rate_limited" | "rejected" | "server_error" | "unreadable" | "internal" | null
    /** Pongo’s own words. */
    message: string | null
    /** How long it took, in milliseconds. */
    duration_ms: number | null
  }[]
}

export type OrderLine = {
  /** The product’s SKU in the POS. */
  sku: string
  /** The product’s name on the receipt. */
  name: string
  /** A count, or a weight with up to three decimals. */
  quantity: number
  /** Price of one, or of one kilo. 0 for the product that a reward gives. */
  unit_price_cents: number
  /** Amount of the line, options and discounts included. May be negative: a discount is a line of its own. */
  total_cents: number
  /** The line is this reward: `reward_id` and `hash` of the wallet. A voucher is a line of its own with its negative amount. */
  reward?: {
    /** Pongo’s id of the reward. */
    reward_id: string
    /** The entry of the wallet. Absent: the first unused entry of that reward. */
    hash?: string
  }
}

export type OrderPayment = {
  /** The POS’s own id of the location. */
  location_id: string
  /** `paid` sends the order. `failed` and `cancelled` end it: nothing is sent, its rewards are free again. */
  status: "paid" | "failed" | "cancelled"
  /** When it was paid; absent: now. Counts with `paid` only. */
  paid_at?: string | null
  /** How it was paid. The sum is the order’s `total_cents`; a warning says when it is not. */
  payments?: Payment[] | null
  /** What the other system did with the rewards. `kept`: it honoured them, so the order travels with them. `removed`: with none. Absent: as the `reward_prompt` said. Counts with `paid` only. */
  rewards?: "kept" | "removed"
}

export type OrderRefund = {
  /** The POS’s own id of the location. */
  location_id: string
  /** The cashier’s reason, in free words. The office reads it beside the order; it goes with the customer’s data. Leave names and phones out. */
  reason?: string
  /** Absent: all that is left. */
  amount_cents?: number
  /** The POS’s own number of this refund, unique within the order. Required without an `Idempotency-Key`. */
  refund_id?: string
}

export type Payment = {
  /** Free text that Pongo receives. Use `card`, `cash`, `meal_voucher`, `gift_card`, `online` or `other` where they fit. */
  method: string
  /** What was kept, without tips. Negative: money given back. */
  amount_cents: number
}

/** RFC 9457, with our own members. */
export type Problem = {
  /** The page about this code. */
  type: string
  /** The code in words. The same for every answer with this code. */
  title: string
  /** The HTTP status. */
  status: number
  /** For the developer: what exactly was wrong. */
  detail: string
  /** What a program decides by. The list is closed. */
  code: "invalid_json" | "unauthorized" | "key_revoked" | "forbidden" | "location_not_allowed" | "not_found" | "customer_not_found" | "location_unknown" | "order_not_found" | "reward_not_found" | "method_not_allowed" | "request_in_progress" | "order_conflict" | "order_not_correctable" | "order_not_paid" | "order_already_closed" | "reward_already_used" | "not_enough_points" | "not_connected" | "location_unmapped" | "too_many_locations" | "too_many_products" | "body_too_large" | "unsupported_media_type" | "validation_failed" | "idempotency_key_reused" | "idempotency_key_required" | "pin_refused" | "reward_locked" | "rate_limited" | "internal" | "unavailable" | "pongo_unreadable_answer" | "pongo_rejected" | "pongo_unavailable" | "pongo_timeout"
  /** Whether the same call may succeed later. */
  retryable: boolean
  /** Also in `X-Request-Id`. Support finds the call by it. */
  request_id: string
  /** One short sentence that the till can show, in French or English by `Accept-Language`. */
  cashier_message: string
  /** With `validation_failed`: every field that is wrong. */
  errors?: {
    /** The field, for example `lines.0.sku`. Empty for the body as a whole. */
    path: string
    /** What is wrong with it. */
    message: string
  }[]
  /** With `customer_not_found`: the till can offer to sign the customer up. */
  can_enlist?: boolean
  /** After a purchase that failed. `not_bought`: no points were spent. `unknown`: the same call with the same key resolves it. */
  outcome?: "unknown" | "not_bought"
}

export type Product = {
  /** The product’s SKU in the POS. */
  sku: string
  /** The product’s name. */
  name: string
  /** `menu` is a set of products sold as one. */
  kind: "product" | "menu"
  /** Its usual price. */
  price_cents: number
  /** Whether it can be sold. */
  active: boolean
  /** Options that are charged even when the product itself is a reward. */
  has_paid_options: boolean
  /** Where it is sold; absent or null: everywhere. */
  location_ids?: string[] | null
}

export type PutCatalog = {
  /** Products to create or update. */
  products: Product[]
}

export type PutLocations = {
  /** Locations to create or update. Others are left as they are. */
  locations: Location[]
}

export type Redeem = {
  /** The POS’s own id of the location. */
  location_id: string
  /** The customer’s four-digit PIN. Send it when the merchant’s programme asks for one: Pongo refuses the call without it. */
  pin?: string
}

export type Redeemed = {
  /** The purchase. */
  redemption: {
    /** Our id of the purchase. */
    id: string
    /** `cust_…`, Pongo’s id of the customer. */
    customer_id: string
    /** Pongo’s id of the reward. */
    reward_id: string
    /** Names one reward in the customer’s wallet. */
    hash: string
    /** When it was bought. */
    redeemed_at: string
  }
  /** The profile after the purchase: refresh the till’s screen with it. */
  profile: LoyaltyProfile | null
}

/** What the till does with a bought reward, fully resolved. */
export type RewardApply = {
  /** What the till does: add a product, create a voucher, or show the reward greyed. */
  kind: "add_product"
  /** One product: add it. Several: let the customer choose. */
  choices: {
    /** The product to add. */
    sku: string
    /** Its name in the catalogue. */
    name: string
    /** Its usual price. On the order its base price is 0. */
    price_cents: number
  }[]
  /** Paid options stay offered and charged. */
  options_charged: true
} | {
  /** What the till does: add a product, create a voucher, or show the reward greyed. */
  kind: "voucher"
  /** Create a voucher with exactly this code. */
  coupon_code: string
  /** What the voucher takes off the total, before tips. Null: a kind of voucher whose worth is not known here. */
  discount: {
    /** Percent of the total. Round half up to the cent, once, on the total. */
    percent: number
  } | {
    /** An amount, at most the total. */
    amount_cents: number
  } | null
} | {
  /** What the till does: add a product, create a voucher, or show the reward greyed. */
  kind: "unsupported"
  /** Why this till cannot give it. */
  why: "no_matching_sku" | "sku_inactive" | "sku_not_at_location" | "not_enough_points" | "expired" | "locked_elsewhere" | "type_not_supported" | "pongo_unavailable" | "no_coupon_code" | "already_used"
}

export type RewardLock = {
  /** Names one reward in the customer’s wallet. */
  hash: string
  /** Whether this till holds it now. */
  locked: boolean
  /** When the hold ends by itself. */
  locked_until: string | null
}

export type RewardUse = {
  /** Names one reward in the customer’s wallet. */
  hash: string
  /** Always true. */
  used: true
}

export type Status = {
  /** The merchant’s connection to Pongo. */
  connection: {
    /** `expiring` still works; `revoked` and `disconnected` do not: orders are held until somebody reconnects. */
    state: "connected" | "expiring" | "revoked" | "disconnected"
  }
  /** The location asked about, or the one the key is bound to; null without either. */
  location: {
    /** The POS’s own id of the location. */
    id: string
    /** Whether loyalty works there. */
    mapped: boolean
    /** The Pongo store that the location is mapped to. */
    store_slug: string | null
  }
  /** Orders that Pongo does not have yet. Each count ends at 1,000. */
  backlog: {
    /** Orders about to leave. */
    queued: number
    /** Orders tried without success, and tried again by themselves. */
    retrying: number
    /** Orders that wait for a cause to be fixed. They leave by themselves then. */
    held: number
    /** Orders that need a person. */
    failed: number
  }
  /** What the till may show at this moment. */
  capabilities: {
    /** Buying a reward with points. */
    redeem: boolean
    /** Rewards that are vouchers. */
    vouchers: boolean
    /** Rewards that are products of the catalogue. */
    free_products: boolean
    /** Holding a reward for this till. */
    locks: boolean
    /** Identifying by the digital pass. */
    scan: boolean
  }
}

export type UseReward = {
  /** The POS’s own id of the location. */
  location_id: string
}

/** A reward the customer has bought. */
export type WalletEntry = {
  /** Names one reward in the customer’s wallet. */
  hash: string
  /** Pongo’s id of the reward. */
  reward_id: string
  /** The reward’s name, as the merchant wrote it. */
  name: string
  /** `free_product`, `voucher_amount`, `voucher_percent`. The list is open. */
  type: string
  /** `ready` can be used. `locked` is held by another till, or already on an order. `used` and `expired` cannot be used any more. */
  state: "ready" | "used" | "expired" | "locked"
  /** What the till does with it. */
  apply: RewardApply
  /** When it can no longer be used; null: never. */
  expires_at: string | null
}

export type Operations = {
  /**
   * See what loyalty can do here, now
   *
   * Ask it when the till starts and every few minutes; show only what `capabilities` allow.
   */
  getStatus(params?: { location_id?: string }, options?: CallOptions): Promise<Status>
  /**
   * Say that the till is alive
   *
   * Once a minute. The office sees which tills are silent, and which keep orders back.
   */
  sendHeartbeat(body: Heartbeat, options?: CallOptions): Promise<HeartbeatAnswer>
  /**
   * Find a customer by phone or by a scan
   *
   * A phone in any usual writing, or exactly what the scanner read: `cust_…` alone, in an address, in JSON. One call answers everything the till shows.
   */
  identifyCustomer(body: Identify, options?: CallOptions): Promise<LoyaltyProfile>
  /**
   * Sign a customer up
   *
   * Both opt-ins must be present: the cashier has to ask. Silence never becomes a yes.
   */
  enlistCustomer(body: Enlist, options?: CallOptions): Promise<LoyaltyProfile>
  /** Read a loyalty profile */
  getCustomer(params: { customer_id: string; location_id?: string }, options?: CallOptions): Promise<LoyaltyProfile>
  /**
   * Change a customer’s details or consents
   *
   * What is absent stays as it is; null empties. A consent that was not asked about is not touched.
   */
  changeCustomer(params: { customer_id: string }, body: CustomerChanges, options?: CallOptions): Promise<CustomerAnswer>
  /**
   * Buy a reward with points
   *
   * Never bought twice: after a lost answer, send it again with the same `Idempotency-Key`. Every refusal of the purchase says `outcome`: `"unknown"` is resolved the same way; with `"not_bought"` nothing was spent. `pin_refused` asks for the customer’s PIN; `not_enough_points` is said only when the customer’s points prove it; any other refusal of Pongo’s is `pongo_rejected`, with its words in `detail`.
   */
  redeemReward(params: { customer_id: string; reward_id: string }, body: Redeem, options?: CallOptions): Promise<Redeemed>
  /**
   * Hold a bought reward for this till
   *
   * For 10 minutes; the same till again prolongs it. An order, a cancellation or time frees it.
   */
  lockReward(params: { customer_id: string; hash: string }, body: LockReward, options?: CallOptions): Promise<RewardLock>
  /**
   * Let a held reward go
   *
   * One that is not held is free already: that is a success too.
   */
  unlockReward(params: { customer_id: string; hash: string }, options?: CallOptions): Promise<RewardLock>
  /**
   * Mark a reward used, without an order line
   *
   * Only for a POS that cannot put the reward on a line of the order. A reward is confirmed on the line or by this call, never both.
   */
  useReward(params: { customer_id: string; hash: string }, body: UseReward, options?: CallOptions): Promise<RewardUse>
  /**
   * Hand an order over
   *
   * A paid order leaves for Pongo at once; an open one waits for its payment and may be sent again until then. Sending the same order twice has one effect. Nothing is asked of Pongo while the till waits, unless a line carries a reward.
   */
  createOrder(body: Order, options?: CallOptions): Promise<OrderAnswer>
  /**
   * Hand over what was kept during an outage
   *
   * Up to 500 orders. Each stands alone and is answered in its place; a batch that broke off is simply sent again.
   */
  createOrders(body: OrderBatch, options?: CallOptions): Promise<BatchResults>
  /** See where an order is */
  getOrder(params: { order_id: string; location_id?: string }, options?: CallOptions): Promise<OrderDetail>
  /**
   * Say that an order was paid, or was not
   *
   * The callback of an external payment, or the closing of an open order. Only paid orders reach Pongo. It is checked like an order that arrives paid. The same call again changes nothing; other content for a closed order is refused with `order_conflict`.
   */
  recordPayment(params: { order_id: string }, body: OrderPayment, options?: CallOptions): Promise<OrderAnswer>
  /**
   * Cancel an order
   *
   * Not sent yet: it never will be, and its rewards are free again. Sent: Pongo is told.
   */
  cancelOrder(params: { order_id: string }, body: OrderCancel, options?: CallOptions): Promise<OrderAnswer>
  /**
   * Refund an order, all of it or a part
   *
   * Each refund has an id, its `refund_id` or the `Idempotency-Key`, and counts once. Pongo is told of a whole refund; it has no partial ones.
   */
  refundOrder(params: { order_id: string }, body: OrderRefund, options?: CallOptions): Promise<OrderAnswer>
  /**
   * Correct an order that Pongo rejected
   *
   * Changes the customer’s e-mail and names, the comment, SKUs, names of lines, or takes a reward off a line, and sends the order again. What is absent stays. Amounts, quantities and the customer’s identity are refused. What the order said before is kept.
   */
  correctOrder(params: { order_id: string }, body: OrderCorrection, options?: CallOptions): Promise<OrderAnswer>
  /**
   * Hold a day’s own total against what we have
   *
   * The POS’s count and amount of a business day at one location. With the order numbers, the answer names those that are missing here. Saying it again replaces it.
   */
  reportDay(params: { date: string }, body: DayTotal, options?: CallOptions): Promise<DayTotalAnswer>
  /**
   * Send the POS’s locations
   *
   * New ones are added, known ones changed, the others left alone. The merchant maps each to a Pongo store. A merchant has 5,000 locations at most, archived ones included.
   */
  putLocations(body: PutLocations, options?: CallOptions): Promise<Locations>
  /**
   * Archive a location
   *
   * Its orders stay. Sending it again with `PUT /locations` brings it back.
   */
  archiveLocation(params: { location_id: string }, options?: CallOptions): Promise<ArchivedLocation>
  /** List the catalogue */
  listProducts(params?: { cursor?: string }, options?: CallOptions): Promise<Catalog>
  /**
   * Send the catalogue
   *
   * All or nothing: one wrong row refuses the call, with the index of the row. A merchant has 50,000 products at most, those off sale included.
   */
  putCatalog(body: PutCatalog, params?: { mode?: "upsert" | "replace" }, options?: CallOptions): Promise<CatalogChanges>
}

/** The operations over a way to send them. */
export const createOperations = (send: Send): Operations => ({
  getStatus: (params, options) => send({ method: "GET", path: "/api/pos/v1/status", query: { location_id: params?.location_id } }, options),
  sendHeartbeat: (body, options) => send({ method: "POST", path: "/api/pos/v1/tills/heartbeat", body }, options),
  identifyCustomer: (body, options) => send({ method: "POST", path: "/api/pos/v1/customers/identify", body }, options),
  enlistCustomer: (body, options) => send({ method: "POST", path: "/api/pos/v1/customers", body }, options),
  getCustomer: (params, options) => send({ method: "GET", path: `/api/pos/v1/customers/${segment(params.customer_id)}`, query: { location_id: params.location_id } }, options),
  changeCustomer: (params, body, options) => send({ method: "PATCH", path: `/api/pos/v1/customers/${segment(params.customer_id)}`, body }, options),
  redeemReward: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/customers/${segment(params.customer_id)}/rewards/${segment(params.reward_id)}/redeem`, body }, options),
  lockReward: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/customers/${segment(params.customer_id)}/wallet/${segment(params.hash)}/lock`, body }, options),
  unlockReward: (params, options) => send({ method: "DELETE", path: `/api/pos/v1/customers/${segment(params.customer_id)}/wallet/${segment(params.hash)}/lock` }, options),
  useReward: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/customers/${segment(params.customer_id)}/wallet/${segment(params.hash)}/use`, body }, options),
  createOrder: (body, options) => send({ method: "POST", path: "/api/pos/v1/orders", body }, options),
  createOrders: (body, options) => send({ method: "POST", path: "/api/pos/v1/orders/batch", body }, options),
  getOrder: (params, options) => send({ method: "GET", path: `/api/pos/v1/orders/${segment(params.order_id)}`, query: { location_id: params.location_id } }, options),
  recordPayment: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/orders/${segment(params.order_id)}/payment`, body }, options),
  cancelOrder: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/orders/${segment(params.order_id)}/cancel`, body }, options),
  refundOrder: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/orders/${segment(params.order_id)}/refund`, body }, options),
  correctOrder: (params, body, options) => send({ method: "PUT", path: `/api/pos/v1/orders/${segment(params.order_id)}/correction`, body }, options),
  reportDay: (params, body, options) => send({ method: "PUT", path: `/api/pos/v1/days/${segment(params.date)}`, body }, options),
  putLocations: (body, options) => send({ method: "PUT", path: "/api/pos/v1/locations", body }, options),
  archiveLocation: (params, options) => send({ method: "DELETE", path: `/api/pos/v1/locations/${segment(params.location_id)}` }, options),
  listProducts: (params, options) => send({ method: "GET", path: "/api/pos/v1/catalog", query: { cursor: params?.cursor } }, options),
  putCatalog: (body, params, options) => send({ method: "PUT", path: "/api/pos/v1/catalog", query: { mode: params?.mode }, body }, options),
})
