// Generated from the API's OpenAPI document by bin/generate-client.ts. Do not edit.
// biome-ignore-all format: written by a program

import type { CallOptions, Send } from "./transport.js"

export type ArchivedLocation = {
  id: string
  archived: true
}

/** A reward the customer can buy with points. */
export type AvailableReward = {
  id: string
  name: string
  type: string
  /** What it costs. */
  points: number
  /** The customer has the points. */
  affordable: boolean
  /** This location can honour it, now. */
  usable_here: boolean
  /** Why not, where `usable_here` is false. */
  why_not: "no_matching_sku" | "sku_inactive" | "sku_not_at_location" | "not_enough_points" | "expired" | "locked_elsewhere" | "type_not_supported" | "pongo_unavailable" | null
  /** What it may put on the order at this location. */
  skus: string[]
}

export type BatchResult = {
  /** Null: the entry has none that can be read. */
  order_id: string | null
  status: number
  order?: OrderAnswer
  problem?: Problem
}

export type BatchResults = {
  results: BatchResult[]
}

export type Catalog = {
  products: {
    sku: string
    name: string
    kind: "product" | "menu"
    price_cents: number
    active: boolean
    has_paid_options: boolean
    location_ids: string[] | null
  }[]
  /** Null: this was the last page. */
  next_cursor: string | null
}

export type CatalogChanges = {
  received: number
  /** Of those received, the new and the changed ones. */
  changed: number
  deactivated: number
}

export type Customer = {
  id: string
  /** E.164. */
  phone: string | null
  first_name: string | null
  last_name: string | null
  email: string | null
  points: number
  opt_in: {
    sms: "yes" | "no" | "never_asked"
    email: "yes" | "no" | "never_asked"
  }
}

export type CustomerAnswer = {
  customer: Customer
}

export type CustomerChanges = {
  /** Where it was asked. */
  location_id?: string
  first_name?: string | null
  last_name?: string | null
  email?: string | null
  birthday?: string | null
  opt_in?: {
    sms?: boolean
    email?: boolean
  }
}

export type DayTotal = {
  location_id: string
  orders: number
  total_cents: number
  order_ids?: string[]
}

export type DayTotalAnswer = {
  date: string
  location_id: string
  reported: {
    orders: number
    total_cents: number
  }
  received: {
    orders: number
    total_cents: number
  }
  delivered: {
    orders: number
    total_cents: number
  }
  gap: {
    orders: number
    total_cents: number
  }
  missing_order_ids: string[] | null
  unknown_order_ids: string[] | null
}

export type Enlist = {
  /** The POS's id of the location. */
  location_id: string
  /** In any usual writing, read with the merchant's country. */
  phone: string
  /** What the customer answered, for each. Both are required. */
  opt_in: {
    sms: boolean
    email: boolean
  }
  first_name?: string | null
  last_name?: string | null
  email?: string | null
  birthday?: string | null
}

export type Heartbeat = {
  /** The same as in `X-Till-Id`. */
  till_id: string
  /** The POS's id of the location. */
  location_id: string
  app_version?: string | null
  /** Orders the till keeps because it could not send them. */
  offline_orders: number
  oldest_offline_at?: string | null
  /** What the till's clock says now. */
  sent_at: string
}

export type HeartbeatAnswer = {
  /** How far the till's clock is ahead of ours; negative: behind. The way of the call is in it. */
  clock_skew_ms: number
  /** Send the kept orders now, with `POST /orders/batch`. */
  should_drain: boolean
}

export type Identify = {
  /** The POS's id of the location. */
  location_id: string
  /** In any usual writing, read with the merchant's country. */
  phone: string
} | {
  /** The POS's id of the location. */
  location_id: string
  /** What the scanner read, untouched. */
  code: string
}

export type Location = {
  /** The POS's own id: what every other call names. */
  id: string
  name: string
  address?: string | null
  postal_code?: string | null
  city?: string | null
  country?: string | null
  phone?: string | null
}

export type Locations = {
  locations: {
    id: string
    name: string
    mapping: {
      state: "mapped" | "unmapped" | "store_gone"
      store_slug: string | null
      store_name: string | null
    }
    /** Why orders of this location wait; null: they do not. */
    hold_reason: "not_connected" | "connection_revoked" | "location_unmapped" | "store_gone" | null
  }[]
}

export type LockReward = {
  /** The POS's id of the location. */
  location_id: string
  /** The code some merchants ask of the customer. */
  pin?: string
}

/** Everything a till shows of a customer, in one answer. */
export type LoyaltyProfile = {
  customer: Customer
  rewards: {
    /** What this customer can get at this location. */
    available: AvailableReward[]
    /** What they bought already. */
    wallet: WalletEntry[]
  }
  /** False: Pongo did not answer; this is what was last known, and nothing in it can be used. */
  fresh: boolean
  as_of: string
  /** Only after signing up somebody who was there: their consents were left as they are. */
  already_enlisted?: true
}

export type Order = {
  /** The POS's number. Unique within the location for good: not restarted each day. */
  order_id: string
  /** The POS's id of the location. */
  location_id: string
  /** Only `paid` leaves for Pongo at once; the others wait for `/payment`. */
  state: "paid" | "open" | "external_payment"
  /** Required with that `state`, refused with another. */
  external_payment?: {
    system: string
    /** It will call back. False: the order is never sent, that system reports it. */
    confirms: boolean
    /** It can honour rewards. */
    supports_vouchers: boolean
  }
  channel: "pos" | "kiosk" | "click_and_collect" | "order_and_pay"
  delivery_mode: "on_site" | "take_away" | "delivery"
  created_at: string
  closed_at?: string | null
  withdrawal_at?: string | null
  /** What the customer pays. */
  total_cents: number
  tax_cents?: number | null
  /** Absent: the customer can still claim the order on the Pongo tablet. */
  customer?: {
    id: string
  } | {
    phone: string
    opt_in: {
      sms: boolean
      email: boolean
    }
    first_name?: string | null
    last_name?: string | null
    email?: string | null
  } | null
  lines: OrderLine[]
  payments?: Payment[] | null
  till?: {
    id: string
    name?: string | null
  }
  comment?: string | null
  external_order_id?: string | null
}

export type OrderAnswer = {
  id: string
  order_id: string
  location_id: string
  sync: {
    /** Held orders leave by themselves when the cause is gone. */
    status: "waiting_payment" | "queued" | "sending" | "retrying" | "held" | "delivered" | "failed" | "skipped"
    reason: string | null
    /** The state in words, French or English by `Accept-Language`. */
    message: string
    store_slug: string | null
    attempts: number
    next_attempt_at: string | null
    delivered_at: string | null
  }
  /** Accepted, but odd: sums that do not add up, a clock far off. */
  warnings: {
    code: string
    message: string
  }[]
  /** The other system cannot honour these rewards: show the sentence before the customer pays. */
  reward_prompt?: {
    rewards: {
      reward_id: string
      name: string
    }[]
    message: string
  }
}

export type OrderBatch = {
  orders: Order[]
}

export type OrderCancel = {
  /** The POS's id of the location. */
  location_id: string
  reason?: string
}

export type OrderDetail = {
  id: string
  order_id: string
  location_id: string
  sync: {
    /** Held orders leave by themselves when the cause is gone. */
    status: "waiting_payment" | "queued" | "sending" | "retrying" | "held" | "delivered" | "failed" | "skipped"
    reason: string | null
    /** The state in words, French or English by `Accept-Language`. */
    message: string
    store_slug: string | null
    attempts: number
    next_attempt_at: string | null
    delivered_at: string | null
  }
  /** Accepted, but odd: sums that do not add up, a clock far off. */
  warnings: {
    code: string
    message: string
  }[]
  /** The other system cannot honour these rewards: show the sentence before the customer pays. */
  reward_prompt?: {
    rewards: {
      reward_id: string
      name: string
    }[]
    message: string
  }
  attempts: {
    at: string
    trigger: string
    outcome: string
    http_status: number | null
    error: string | null
    message: string | null
    duration_ms: number | null
  }[]
}

export type OrderLine = {
  sku: string
  name: string
  quantity: number
  unit_price_cents: number
  total_cents: number
  /** The line is this reward: `reward_id` and `hash` of the wallet. */
  reward?: {
    reward_id: string
    hash?: string
  }
}

export type OrderPayment = {
  /** The POS's id of the location. */
  location_id: string
  status: "paid" | "failed" | "cancelled"
  paid_at?: string | null
  payments?: Payment[] | null
}

export type OrderRefund = {
  /** The POS's id of the location. */
  location_id: string
  reason?: string
  /** Absent: all that is left. */
  amount_cents?: number
}

export type Payment = {
  method: string
  amount_cents: number
}

/** RFC 9457, with our own members. */
export type Problem = {
  /** The page about this code. */
  type: string
  title: string
  status: number
  /** For the developer: what exactly was wrong. */
  detail: string
  /** What a program decides by. The list is closed. */
  code: "invalid_json" | "unauthorized" | "key_revoked" | "forbidden" | "location_not_allowed" | "not_found" | "customer_not_found" | "location_unknown" | "order_not_found" | "reward_not_found" | "method_not_allowed" | "request_in_progress" | "order_conflict" | "order_already_closed" | "reward_already_used" | "not_enough_points" | "not_connected" | "location_unmapped" | "body_too_large" | "unsupported_media_type" | "validation_failed" | "idempotency_key_reused" | "idempotency_key_required" | "reward_locked" | "rate_limited" | "internal" | "pongo_unreadable_answer" | "pongo_rejected" | "pongo_unavailable" | "pongo_timeout"
  /** The same call may succeed later. */
  retryable: boolean
  /** Also in `X-Request-Id`; support finds the call by it. */
  request_id: string
  /** One short sentence the till can show, French or English by `Accept-Language`. */
  cashier_message: string
  /** With `validation_failed`: every field that is wrong. */
  errors?: {
    path: string
    message: string
  }[]
  /** With `customer_not_found`: the till can offer to sign them up. */
  can_enlist?: boolean
  /** After a purchase that failed: `unknown` is resolved by the same call with the same key. */
  outcome?: "unknown" | "not_bought"
}

export type Product = {
  sku: string
  name: string
  kind: "product" | "menu"
  price_cents: number
  active: boolean
  /** Options that are charged even when the product itself is a reward. */
  has_paid_options: boolean
  /** Where it is sold; absent or null: everywhere. */
  location_ids?: string[] | null
}

export type PutCatalog = {
  products: Product[]
}

export type PutLocations = {
  locations: Location[]
}

export type Redeem = {
  /** The POS's id of the location. */
  location_id: string
  /** The code some merchants ask of the customer. */
  pin?: string
}

export type Redeemed = {
  redemption: {
    id: string
    customer_id: string
    reward_id: string
    hash: string
    redeemed_at: string
  }
  /** Null: Pongo stopped answering after the purchase. It was made all the same. */
  profile: LoyaltyProfile | null
}

/** What the till does with a bought reward, fully resolved. */
export type RewardApply = {
  kind: "add_product"
  /** One: add it. Several: let the customer choose. */
  choices: {
    sku: string
    name: string
    price_cents: number
  }[]
  /** The base price is free; paid options are still offered, and charged. */
  options_charged: true
} | {
  kind: "voucher"
  /** Create a voucher with this code in the POS. */
  coupon_code: string
  /** Null: a kind of voucher whose worth is not known here. */
  discount: {
    percent: number
  } | {
    amount_cents: number
  } | null
} | {
  kind: "unsupported"
  why: "no_matching_sku" | "sku_inactive" | "sku_not_at_location" | "not_enough_points" | "expired" | "locked_elsewhere" | "type_not_supported" | "pongo_unavailable" | "no_coupon_code" | "already_used"
}

export type RewardLock = {
  hash: string
  locked: boolean
  locked_until: string | null
}

export type RewardUse = {
  hash: string
  used: true
}

export type Status = {
  connection: {
    /** `expiring`: it works, and the merchant has to reconnect within two weeks. */
    state: "connected" | "expiring" | "revoked" | "disconnected"
  }
  /** Null: neither the call nor the key names one. */
  location: {
    id: string
    mapped: boolean
    store_slug: string | null
  }
  /** Orders that Pongo does not have yet, of the location if there is one, else of the merchant. */
  backlog: {
    queued: number
    retrying: number
    held: number
    failed: number
  }
  /** What the till may show. */
  capabilities: {
    redeem: boolean
    vouchers: boolean
    free_products: boolean
    locks: boolean
    scan: boolean
  }
}

export type UseReward = {
  /** The POS's id of the location. */
  location_id: string
}

/** A reward the customer has bought. */
export type WalletEntry = {
  /** This one copy of the reward. It goes on the order line. */
  hash: string
  reward_id: string
  name: string
  type: string
  state: "ready" | "used" | "expired" | "locked"
  apply: RewardApply
  expires_at: string | null
}

export interface Operations {
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
   * Change a customer's details or consents
   *
   * What is absent stays as it is; null empties. A consent that was not asked about is not touched.
   */
  changeCustomer(params: { customer_id: string }, body: CustomerChanges, options?: CallOptions): Promise<CustomerAnswer>
  /**
   * Buy a reward with points
   *
   * Never bought twice: after a lost answer, send it again with the same `Idempotency-Key`. A refusal with `outcome: "unknown"` is resolved the same way; with `outcome: "not_bought"` nothing was spent.
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
   * The callback of an external payment, or the closing of an open order. Only paid orders reach Pongo.
   */
  recordPayment(params: { order_id: string }, body: OrderPayment, options?: CallOptions): Promise<OrderAnswer>
  /**
   * Cancel an order
   *
   * Not sent yet: it never will be, and its rewards are free again. Sent: Pongo is told.
   */
  cancelOrder(params: { order_id: string }, body: OrderCancel, options?: CallOptions): Promise<OrderAnswer>
  /** Refund an order, all of it or a part */
  refundOrder(params: { order_id: string }, body: OrderRefund, options?: CallOptions): Promise<OrderAnswer>
  /**
   * Hold a day's own total against what we have
   *
   * The POS's count and amount of a business day at one location. With the order numbers, the answer names those that are missing here. Saying it again replaces it.
   */
  reportDay(params: { date: string }, body: DayTotal, options?: CallOptions): Promise<DayTotalAnswer>
  /**
   * Send the POS's locations
   *
   * New ones are added, known ones changed, the others left alone. The merchant maps each to a Pongo store.
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
   * All or nothing: one wrong row refuses the call, with the index of the row.
   */
  putCatalog(body: PutCatalog, params?: { mode?: "upsert" | "replace" }, options?: CallOptions): Promise<CatalogChanges>
}

/** The operations over a way to send them. */
export const createOperations = (send: Send): Operations => ({
  getStatus: (params, options) => send({ method: "GET", path: "/api/pos/v1/status", query: { location_id: params?.location_id } }, options),
  sendHeartbeat: (body, options) => send({ method: "POST", path: "/api/pos/v1/tills/heartbeat", body }, options),
  identifyCustomer: (body, options) => send({ method: "POST", path: "/api/pos/v1/customers/identify", body }, options),
  enlistCustomer: (body, options) => send({ method: "POST", path: "/api/pos/v1/customers", body }, options),
  getCustomer: (params, options) => send({ method: "GET", path: `/api/pos/v1/customers/${encodeURIComponent(params.customer_id)}`, query: { location_id: params.location_id } }, options),
  changeCustomer: (params, body, options) => send({ method: "PATCH", path: `/api/pos/v1/customers/${encodeURIComponent(params.customer_id)}`, body }, options),
  redeemReward: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/customers/${encodeURIComponent(params.customer_id)}/rewards/${encodeURIComponent(params.reward_id)}/redeem`, body }, options),
  lockReward: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/customers/${encodeURIComponent(params.customer_id)}/wallet/${encodeURIComponent(params.hash)}/lock`, body }, options),
  unlockReward: (params, options) => send({ method: "DELETE", path: `/api/pos/v1/customers/${encodeURIComponent(params.customer_id)}/wallet/${encodeURIComponent(params.hash)}/lock` }, options),
  useReward: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/customers/${encodeURIComponent(params.customer_id)}/wallet/${encodeURIComponent(params.hash)}/use`, body }, options),
  createOrder: (body, options) => send({ method: "POST", path: "/api/pos/v1/orders", body }, options),
  createOrders: (body, options) => send({ method: "POST", path: "/api/pos/v1/orders/batch", body }, options),
  getOrder: (params, options) => send({ method: "GET", path: `/api/pos/v1/orders/${encodeURIComponent(params.order_id)}`, query: { location_id: params.location_id } }, options),
  recordPayment: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/orders/${encodeURIComponent(params.order_id)}/payment`, body }, options),
  cancelOrder: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/orders/${encodeURIComponent(params.order_id)}/cancel`, body }, options),
  refundOrder: (params, body, options) => send({ method: "POST", path: `/api/pos/v1/orders/${encodeURIComponent(params.order_id)}/refund`, body }, options),
  reportDay: (params, body, options) => send({ method: "PUT", path: `/api/pos/v1/days/${encodeURIComponent(params.date)}`, body }, options),
  putLocations: (body, options) => send({ method: "PUT", path: "/api/pos/v1/locations", body }, options),
  archiveLocation: (params, options) => send({ method: "DELETE", path: `/api/pos/v1/locations/${encodeURIComponent(params.location_id)}` }, options),
  listProducts: (params, options) => send({ method: "GET", path: "/api/pos/v1/catalog", query: { cursor: params?.cursor } }, options),
  putCatalog: (body, params, options) => send({ method: "PUT", path: "/api/pos/v1/catalog", query: { mode: params?.mode }, body }, options),
})
