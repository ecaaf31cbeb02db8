const customer = {
  id: "cust_9f2c",
  phone: "+33612345678",
  first_name: "Inès",
  last_name: null,
  email: null,
  points: 180,
  opt_in: { sms: "yes", email: "never_asked" },
}

const coffee = {
  hash: "h_80",
  reward_id: "rew_0ece003f2e",
  name: "Café offert",
  type: "free_product",
  state: "ready",
  apply: {
    kind: "add_product",
    choices: [{ sku: "CAF-01", name: "Café", price_cents: 220 }],
    options_charged: true,
  },
  expires_at: null,
}

const voucher = {
  hash: "h_81",
  reward_id: "rew_77",
  name: "-10 %",
  type: "voucher_percent",
  state: "ready",
  apply: { kind: "voucher", coupon_code: "PONGO-7F3K2", discount: { percent: 10 } },
  expires_at: "2026-12-31T23:59:59+01:00",
}

const profile = {
  customer,
  rewards: {
    available: [
      {
        id: "rew_0ece003f2e",
        name: "Café offert",
        type: "free_product",
        points: 50,
        affordable: true,
        usable_here: true,
        why_not: null,
        skus: ["CAF-01"],
      },
      {
        id: "rew_31b0",
        name: "Burger offert",
        type: "free_product",
        points: 250,
        affordable: false,
        usable_here: false,
        why_not: "not_enough_points",
        skus: ["BRG-02", "BRG-03"],
      },
    ],
    wallet: [voucher],
  },
  fresh: true,
  as_of: "2026-11-22T12:00:00+01:00",
}

const order = {
  order_id: "2026-11-22-A-2041",
  location_id: "bastille",
  state: "paid",
  channel: "pos",
  delivery_mode: "on_site",
  created_at: "2026-11-22T12:01:10+01:00",
  closed_at: "2026-11-22T12:04:32+01:00",
  total_cents: 1450,
  tax_cents: 132,
  customer: { id: "cust_9f2c" },
  lines: [
    { sku: "BRG-02", name: "Burger", quantity: 1, unit_price_cents: 1450, total_cents: 1450 },
    {
      sku: "CAF-01",
      name: "Café",
      quantity: 1,
      unit_price_cents: 0,
      total_cents: 0,
      reward: { reward_id: "rew_0ece003f2e", hash: "h_80" },
    },
  ],
  payments: [{ method: "card", amount_cents: 1450 }],
  till: { id: "till-2", name: "Caisse 2" },
}

const accepted = {
  id: "019ab7f2-51c4-7d3e-9a10-4f6f0c2b8e11",
  order_id: "2026-11-22-A-2041",
  location_id: "bastille",
  state: "paid",
  total_cents: 1450,
  refunded_cents: 0,
  customer: { id: "cust_9f2c", phone: null },
  sync: {
    status: "queued",
    reason: null,
    message: "La commande va partir vers Pongo.",
    store_slug: "le-comptoir-bastille",
    attempts: 0,
    next_attempt_at: null,
    delivered_at: null,
  },
  warnings: [],
  reversal: null,
}

const withSync = (sync: Record<string, unknown>) => ({
  ...accepted,
  sync: { ...accepted.sync, ...sync },
})

const burger = {
  sku: "BRG-02",
  name: "Burger",
  kind: "product",
  price_cents: 1450,
  active: true,
  has_paid_options: true,
  location_ids: null,
}

/**
 * Lunchtime at Le Comptoir, Bastille: Inès is identified, buys a coffee with points, and orders. By `operationId`. A
 * test checks each example against its schema.
 */
export const EXAMPLES: Record<string, { body?: unknown; answer: unknown }> = {
  getStatus: {
    answer: {
      connection: { state: "connected" },
      location: { id: "bastille", mapped: true, store_slug: "le-comptoir-bastille" },
      backlog: { queued: 1, retrying: 0, held: 0, failed: 0 },
      capabilities: { redeem: true, vouchers: true, free_products: true, locks: true, scan: true },
    },
  },
  sendHeartbeat: {
    body: {
      till_id: "till-2",
      location_id: "bastille",
      app_version: "4.12.0",
      offline_orders: 3,
      oldest_offline_at: "2026-11-22T11:42:07+01:00",
      sent_at: "2026-11-22T12:00:00+01:00",
    },
    answer: { clock_skew_ms: -180, should_drain: true },
  },
  identifyCustomer: { body: { location_id: "bastille", phone: "06 12 34 56 78" }, answer: profile },
  enlistCustomer: {
    body: {
      location_id: "bastille",
      phone: "06 12 34 56 78",
      opt_in: { sms: true, email: false },
      first_name: "Inès",
    },
    answer: {
      ...profile,
      customer: { ...customer, points: 0, opt_in: { sms: "yes", email: "no" } },
      rewards: { available: [], wallet: [] },
    },
  },
  getCustomer: { answer: profile },
  changeCustomer: {
    body: { location_id: "bastille", email: "ines@example.com", opt_in: { email: true } },
    answer: { customer: { ...customer, email: "ines@example.com", opt_in: { sms: "yes", email: "yes" } } },
  },
  redeemReward: {
    body: { location_id: "bastille" },
    answer: {
      redemption: {
        id: "019ab7f1-9d02-7b61-8a5c-1e0f4b7d2c93",
        customer_id: "cust_9f2c",
        reward_id: "rew_0ece003f2e",
        hash: "h_80",
        redeemed_at: "2026-11-22T12:02:05+01:00",
      },
      profile: {
        ...profile,
        customer: { ...customer, points: 130 },
        rewards: { ...profile.rewards, wallet: [coffee, voucher] },
      },
    },
  },
  lockReward: {
    body: { location_id: "bastille" },
    answer: { hash: "h_80", locked: true, locked_until: "2026-11-22T12:12:05+01:00" },
  },
  unlockReward: { answer: { hash: "h_80", locked: false, locked_until: null } },
  useReward: { body: { location_id: "bastille" }, answer: { hash: "h_80", used: true } },
  createOrder: { body: order, answer: accepted },
  createOrders: {
    body: { orders: [order] },
    answer: { results: [{ order_id: "2026-11-22-A-2041", status: 202, order: accepted }] },
  },
  getOrder: {
    answer: {
      ...withSync({
        status: "delivered",
        message: "Pongo a la commande.",
        attempts: 1,
        delivered_at: "2026-11-22T12:04:33+01:00",
      }),
      attempts: [
        {
          at: "2026-11-22T12:04:33+01:00",
          trigger: "first",
          outcome: "delivered",
          http_status: 202,
          error: null,
          message: null,
          duration_ms: 140,
        },
      ],
    },
  },
  recordPayment: {
    body: {
      location_id: "bastille",
      status: "paid",
      paid_at: "2026-11-22T12:04:32+01:00",
      payments: [{ method: "card", amount_cents: 1450 }],
    },
    answer: accepted,
  },
  cancelOrder: {
    body: { location_id: "bastille", reason: "Parti sans commander" },
    answer: {
      ...withSync({
        status: "skipped",
        reason: "cancelled",
        message: "Annulée avant l’envoi : Pongo ne la recevra pas.",
      }),
      state: "cancelled",
    },
  },
  refundOrder: {
    body: { location_id: "bastille", refund_id: "R-118", amount_cents: 1450, reason: "Burger froid" },
    answer: {
      ...withSync({
        status: "delivered",
        message: "Pongo a la commande.",
        attempts: 1,
        delivered_at: "2026-11-22T12:04:33+01:00",
      }),
      state: "refunded",
      refunded_cents: 1450,
      reversal: {
        at: "2026-11-22T12:20:02+01:00",
        points_before: 144,
        points_after: 130,
        rewards: [{ reward_id: "rew_0ece003f2e", hash: "h_80", name: "Café offert", outcome: "returned" }],
      },
    },
  },
  correctOrder: {
    body: {
      location_id: "bastille",
      customer: { email: "ines@example.com" },
      lines: [{ line: 1, sku: "CAF-02", reward: null }],
    },
    answer: withSync({ status: "retrying", message: "Un nouvel essai est prévu.", attempts: 1 }),
  },
  reportDay: {
    body: { location_id: "bastille", orders: 212, total_cents: 342_680 },
    answer: {
      date: "2026-11-22",
      location_id: "bastille",
      reported: { orders: 212, total_cents: 342_680 },
      received: { orders: 211, total_cents: 341_230 },
      delivered: { orders: 211, total_cents: 341_230 },
      gap: { orders: 1, total_cents: 1450 },
      missing_order_ids: null,
      unknown_order_ids: null,
    },
  },
  putLocations: {
    body: {
      locations: [
        {
          id: "bastille",
          name: "Le Comptoir Bastille",
          address: "12 rue de la Roquette",
          postal_code: "75011",
          city: "Paris",
          country: "FR",
        },
      ],
    },
    answer: {
      locations: [
        {
          id: "bastille",
          name: "Le Comptoir Bastille",
          mapping: {
            state: "mapped",
            store_slug: "le-comptoir-bastille",
            store_name: "Le Comptoir Bastille",
          },
          hold_reason: null,
        },
      ],
    },
  },
  archiveLocation: { answer: { id: "bastille", archived: true } },
  putCatalog: {
    body: { products: [burger] },
    answer: { received: 1, changed: 1, deactivated: 0 },
  },
  listProducts: { answer: { products: [burger], next_cursor: null } },
}
