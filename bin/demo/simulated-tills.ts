import { randomBytes } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import {
  type Client,
  createClient,
  type LoyaltyProfile,
  type Order,
  type OrderLine,
  ProblemError,
  type WalletEntry,
} from "@/clients/typescript/src/client"
import { fillBasket, LOCATIONS } from "./menu"

/** Pauses of one till's cashier. Five tills make a few orders a minute. */
const BETWEEN_CUSTOMERS_MS = { least: 20_000, most: 70_000 }
const BETWEEN_OFFLINE_CUSTOMERS_MS = { least: 4_000, most: 9_000 }
const LOOKING_MS = { least: 1_500, most: 5_000 }
const UNTIL_PAID_MS = { least: 5_000, most: 15_000 }
const OFFLINE_MS = 30_000

/** Percentages of customers. */
const OF_A_HUNDRED = {
  findTheNetworkGone: 4,
  showTheirPhone: 55,
  showTheirPass: 25,
  signUp: 3,
  buyAReward: 20,
  useAReward: 70,
  payLater: 15,
  leaveWithoutPaying: 20,
  areSentTwice: 5,
}

/**
 * The demo's tills, built on the client for POS developers. Each sells until stopped: it identifies customers, shows,
 * redeems and locks rewards, puts them on orders, keeps some orders open, and sometimes loses its network for half a
 * minute and catches up.
 */
export async function startTills({
  appUrl,
  apiKey,
  storage = ".data/tills",
  haste = 1,
}: {
  appUrl: string
  apiKey: string
  storage?: string
  /** Speed-up: 10 runs everything in a tenth of the time. */
  haste?: number
}): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController()
  const tills = LOCATIONS.flatMap(({ id, tills: names }) =>
    names.map((name) =>
      openTill({ appUrl, apiKey, storage, haste, location: id, name, signal: stopping.signal }),
    ),
  )
  for (const till of tills) void sell(till)
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(tills.map(({ client }) => client.close()))
    },
  }
}

type Till = {
  client: Client
  location: string
  name: string
  signal: AbortSignal
  haste: number
  network: { isGone: boolean }
  /** Ids of known customers, for orders made while offline. */
  met: Set<string>
}

function openTill(given: {
  appUrl: string
  apiKey: string
  storage: string
  haste: number
  location: string
  name: string
  signal: AbortSignal
}): Till {
  const { appUrl, apiKey, storage, haste, location, name, signal } = given
  const tillId = tillIdOf({ location, name })
  const network = { isGone: false }
  const client = createClient({
    ...{ baseUrl: appUrl, apiKey, tillId, storage: `${storage}/${tillId}` },
    fetch: (input, init) => (network.isGone ? Promise.reject(new Error("no network")) : fetch(input, init)),
  })
  client.heartbeat({ locationId: location, appVersion: "demo", everyMs: 30_000 })
  return { client, location, name, signal, haste, network, met: new Set() }
}

async function sell(till: Till) {
  while (!till.signal.aborted) {
    try {
      await wait(till, BETWEEN_CUSTOMERS_MS)
      if (happens("findTheNetworkGone")) await sellOffline(till)
      else await serveOne(till)
    } catch {
      // A customer who could not be served leaves; the next one comes.
    }
  }
}

async function sellOffline(till: Till) {
  till.network.isGone = true
  try {
    const until = Date.now() + OFFLINE_MS / till.haste
    while (Date.now() < until) {
      await wait(till, BETWEEN_OFFLINE_CUSTOMERS_MS)
      await till.client.orders.submit(writeOrder(till, { customer: someoneOf(till) }))
    }
  } finally {
    till.network.isGone = false
  }
  await till.client.orders.drain()
}

async function serveOne(till: Till) {
  const profile = happens("showTheirPhone") ? await meet(till) : null
  if (profile) await wait(till, LOOKING_MS)
  const reward = profile && (await chooseReward(till, profile))
  const isOpen = happens("payLater")
  const order = writeOrder(till, {
    isOpen,
    customer: profile ? { id: profile.customer.id } : someoneOf(till),
    rewardLine: reward ? (total) => lineOf(reward, total) : undefined,
  })
  const { accepted } = await till.client.orders.submit(order)
  if (happens("areSentTwice")) await till.client.orders.submit(order)
  if (!isOpen) return
  await accepted
  await wait(till, UNTIL_PAID_MS)
  const { api } = till.client
  const location = { location_id: till.location }
  if (happens("leaveWithoutPaying"))
    await api.cancelOrder({ order_id: order.order_id }, { ...location, reason: "Le client est parti" })
  else
    await api.recordPayment(
      { order_id: order.order_id },
      { ...location, status: "paid", paid_at: new Date().toISOString(), payments: byCard(order.total_cents) },
    )
}

/** @returns null when loyalty is unavailable: the sale goes on without it */
async function meet(till: Till): Promise<LoyaltyProfile | null> {
  const { api } = till.client
  const location = { location_id: till.location }
  try {
    const profile = happens("signUp")
      ? await api.enlistCustomer({ ...location, ...aNewcomer() })
      : await api.identifyCustomer({ ...location, ...aWayToFind(till) })
    till.met.add(profile.customer.id)
    return profile
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}

/** A reward the customer has or buys now, locked for this till so that no other uses it meanwhile. */
async function chooseReward(till: Till, profile: LoyaltyProfile): Promise<WalletEntry | null> {
  const { api } = till.client
  const location = { location_id: till.location }
  const customer_id = profile.customer.id
  const canUse = ({ state, apply }: WalletEntry) =>
    state === "ready" &&
    (apply.kind === "add_product" || (apply.kind === "voucher" && apply.discount !== null))
  try {
    let reward = happens("useAReward") ? profile.rewards.wallet.find(canUse) : undefined
    const wanted = oneOf(
      profile.rewards.available.filter(({ affordable, usable_here }) => affordable && usable_here),
    )
    if (!reward && wanted && happens("buyAReward")) {
      const bought = await api.redeemReward({ customer_id, reward_id: wanted.id }, location)
      reward = bought.profile?.rewards.wallet.find(({ hash }) => hash === bought.redemption.hash)
    }
    if (!reward || !canUse(reward)) return null
    await api.lockReward({ customer_id, hash: reward.hash }, location)
    return reward
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}

/** The free product, or the voucher as a line of its own that takes off at most the order's total. */
function lineOf({ apply, name, reward_id, hash }: WalletEntry, totalCents: number): OrderLine | null {
  const reward = { reward_id, hash }
  if (apply.kind === "add_product") {
    const product = oneOf(apply.choices)!
    return { sku: product.sku, name: product.name, quantity: 1, unit_price_cents: 0, total_cents: 0, reward }
  }
  if (apply.kind !== "voucher" || !apply.discount) return null
  const wholeCents =
    "percent" in apply.discount
      ? Math.round((totalCents * apply.discount.percent) / 100)
      : apply.discount.amount_cents
  const cents = -Math.min(totalCents, wholeCents)
  return { sku: apply.coupon_code, name, quantity: 1, unit_price_cents: cents, total_cents: cents, reward }
}

function writeOrder(
  till: Till,
  given: {
    isOpen?: boolean
    customer?: Order["customer"]
    rewardLine?: (totalCents: number) => OrderLine | null
  },
): Order {
  const now = new Date().toISOString()
  const { lines, total_cents } = fillBasket(Math.random)
  const reward = given.rewardLine?.(total_cents)
  const total = total_cents + (reward?.total_cents ?? 0)
  return {
    order_id: `${now.slice(0, 10).replaceAll("-", "")}-${randomBytes(4).toString("hex")}`,
    location_id: till.location,
    state: given.isOpen ? "open" : "paid",
    channel: till.name === "Borne" ? "kiosk" : "pos",
    delivery_mode: Math.random() < 0.7 ? "on_site" : "take_away",
    created_at: now,
    ...(given.isOpen ? {} : { closed_at: now, payments: byCard(total) }),
    lines: reward ? [...lines, reward] : lines,
    total_cents: total,
    customer: given.customer,
    till: { id: tillIdOf(till), name: till.name },
  }
}

const tillIdOf = ({ location, name }: Pick<Till, "location" | "name">) =>
  `${location}-${name.toLowerCase().replaceAll(" ", "-")}`

const byCard = (cents: number) => [{ method: "card", amount_cents: cents }]

/** Finds a customer by the pass of an earlier one, or by phone. */
function aWayToFind({ met }: Till) {
  const code = happens("showTheirPass") ? oneOf([...met]) : undefined
  return code ? { code, typed: false } : { phone: aPhone() }
}

/** The phone of one of the sandbox's sixty customers, as a cashier types it. */
const aPhone = () => `061200${String(Math.floor(Math.random() * 60) + 1).padStart(4, "0")}`

/** A new customer who has answered both consent questions. */
const aNewcomer = () => ({
  // A range ARCEP reserves for fiction: it belongs to nobody.
  phone: `063998${String(Math.floor(Math.random() * 10_000)).padStart(4, "0")}`,
  opt_in: { sms: Math.random() < 0.5, email: Math.random() < 0.2 },
  first_name: "Sacha",
})

/** The customer of an order made without opening a profile: a known one, a new one, or none. */
function someoneOf({ met }: Till): Order["customer"] {
  if (happens("signUp")) return aNewcomer()
  const id = happens("showTheirPhone") ? oneOf([...met]) : undefined
  return id ? { id } : undefined
}

const happens = (what: keyof typeof OF_A_HUNDRED) => Math.random() * 100 < OF_A_HUNDRED[what]
const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)]
const wait = ({ signal, haste }: Till, { least, most }: { least: number; most: number }) =>
  sleep((least + Math.random() * (most - least)) / haste, undefined, { signal })
