import { type Answer, ApiError, type MerchantCall, type Route } from "../server/http"
import { newCouponCode, newId } from "../state/ids"
import type { Customer, Reward, RewardUse, Store, WonReward } from "../state/state"
import { isoNow, type World } from "../state/world"
import { checkPin, movePoints, readPin, requireCustomer } from "./customers"
import { isLockedByAnother, lockOwner, releaseLock, takeLock } from "./reward-locks"
import { requireStore } from "./stores"
import { guarded } from "./tokens"
import { FieldErrors, FieldReader, fieldError } from "./validation"
import { recordViolation } from "./violations"

export const rewardRoutes: Route[] = [
  guarded("GET", "/v1/rewards", "reward.read", listRewards),
  guarded("GET", "/v1/customers/{id}/rewards", "reward.read", (world, call) => {
    const customer = requireCustomer(world, call)
    return { status: 200, body: { data: world.state.wonRewardsOf(customer.id).map(presentWonReward) } }
  }),
  guarded("POST", "/v1/rewards/{reward_id}/buy", "reward.update", buyReward),
  guarded("PATCH", "/v1/rewards/{reward_id}/use", "reward.update", useReward),
  guarded("POST", "/v1/customers/{id}/rewards/lock", "reward.update", (world, call) => {
    const { won, customer, owner } = readLockRequest(world, call)
    if (won.is_used) throw new ApiError(409, "This reward has already been used.")
    const lock = takeLock(world, won, owner)
    return {
      status: 200,
      body: { data: { hash: won.hash, customer: customer.id, expires_at: lock.expires_at } },
    }
  }),
  guarded("DELETE", "/v1/customers/{id}/rewards/lock", "reward.update", (world, call) => {
    const { won, owner } = readLockRequest(world, call)
    releaseLock(world, won, owner)
    return { status: 200, body: { message: "The reward is unlocked." } }
  }),
]

function presentReward(reward: Reward) {
  const { merchant_id: _merchant, store_slugs: _stores, ...shown } = reward
  return shown
}

function presentWonReward(won: WonReward) {
  const { reward, customer_id: _customer, ...own } = won
  return { ...presentReward(reward), ...own }
}

type UseContext = { storeSlug: string; via: RewardUse["via"]; orderId: string | null }

/** Marks a won reward as used and records it in the ledger. The caller has checked that it is unused. */
export function markUsed(world: World, won: WonReward, context: UseContext): void {
  won.is_used = true
  won.used_at = isoNow(world)
  world.state.tables.locks.delete(won.hash)
  world.state.tables.uses.put({
    id: newId("use"),
    hash: won.hash,
    reward_id: won.reward.id,
    customer_id: won.customer_id,
    store_slug: context.storeSlug,
    via: context.via,
    order_id: context.orderId,
    used_at: won.used_at,
  })
}

function listRewards(world: World, call: MerchantCall): Answer {
  const errors = new FieldErrors()
  const fields = new FieldReader(readQuery(call), errors)
  const customerId = fields.string("customer")
  const slug = fields.string("store_slug", { required: customerId !== null })
  const min = fields.integer("points_min", { min: 0 }) ?? 0
  const max = fields.integer("points_max", { min: 0 }) ?? Number.POSITIVE_INFINITY
  const store = requireStore(world, call.merchantId, slug, "store_slug", errors)
  if (customerId !== null && !world.state.customerOf(call.merchantId, customerId)) {
    errors.addInvalid("customer")
  }
  errors.throwIfAny()

  const found = world.state.rewards.rows().filter((reward) => {
    if (reward.merchant_id !== call.merchantId) return false
    if (store && !isOfferedIn(reward, store)) return false
    return reward.points >= min && reward.points <= max
  })
  return { status: 200, body: { data: found.map(presentReward) } }
}

/** The query as fields, with numeric strings converted to numbers. */
function readQuery(call: MerchantCall): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.fromEntries(call.query)
  for (const name of ["points_min", "points_max"]) {
    const text = call.query.get(name)
    if (text && !Number.isNaN(Number(text))) fields[name] = Number(text)
  }
  return fields
}

// Every call buys. Pongo has no idempotency key here, and a client that repeats a call must see the result.
function buyReward(world: World, call: MerchantCall): Answer {
  const reward = requireReward(world, call)
  const { customer, store, pin, isUsedAtOnce } = readHolder(world, call, (fields) => ({
    pin: readPin(fields),
    isUsedAtOnce: fields.boolean("used") ?? false,
  }))
  checkPin(customer, pin)
  if (!isOfferedIn(reward, store)) {
    throw fieldError("store_slug", "This reward is not available in this store.")
  }
  if (customer.points < reward.points) {
    throw fieldError("customer", "The customer does not have enough points.")
  }

  movePoints(world, customer, -reward.points)
  const won = world.state.addWonReward({
    hash: newId("won", 24),
    reward: structuredClone(reward),
    customer_id: customer.id,
    coupon_code: reward.type.startsWith("voucher_")
      ? newCouponCode((code) => world.state.isCouponCodeTaken(code))
      : null,
    is_used: false,
    won_at: isoNow(world),
    used_at: null,
    expires_at: null,
  })
  world.state.tables.purchases.put({
    id: newId("buy"),
    hash: won.hash,
    reward_id: reward.id,
    customer_id: customer.id,
    store_slug: store.slug,
    points_spent: reward.points,
    points_after: customer.points,
    bought_at: won.won_at,
  })
  if (isUsedAtOnce) markUsed(world, won, { storeSlug: store.slug, via: "buy", orderId: null })
  return { status: 201, body: { data: presentWonReward(won) } }
}

function useReward(world: World, call: MerchantCall): Answer {
  const reward = requireReward(world, call)
  const { customer, store, hash } = readHolder(world, call, (fields) => ({
    hash: fields.string("hash", { required: true }),
  }))
  const won = findWon(world, customer, hash)
  if (won.reward.id !== reward.id) throw fieldError("hash", "The selected hash is invalid.")

  if (won.is_used) {
    noteConfirmedBothWays(world, won)
    throw new ApiError(409, "This reward has already been used.")
  }
  if (isLockedByAnother(world, won, lockOwner(call))) {
    throw new ApiError(423, "This reward is locked by another device.")
  }
  markUsed(world, won, { storeSlug: store.slug, via: "use", orderId: null })
  return { status: 200, body: { data: presentWonReward(won) } }
}

/** Records a violation if an order line has already confirmed the reward that `use` is called for. */
function noteConfirmedBothWays(world: World, won: WonReward): void {
  const uses = world.state.tables.uses.rows()
  const line = uses.find((row) => row.hash === won.hash && row.via === "order_line")
  if (!line) return
  recordViolation(world, "reward_confirmed_both_ways", {
    detail: `${won.reward.name} was confirmed on a line of order ${line.order_id}, then by PATCH use.`,
    reward_id: won.reward.id,
    customer_id: won.customer_id,
    order_id: line.order_id ?? undefined,
  })
}

function requireReward(world: World, call: MerchantCall): Reward {
  const reward = world.state.rewards.get(call.param("reward_id"))
  if (reward?.merchant_id !== call.merchantId) throw new ApiError(404, "Reward not found.")
  return reward
}

function isOfferedIn(reward: Reward, store: Store): boolean {
  return reward.store_slugs === null || reward.store_slugs.includes(store.slug)
}

function readLockRequest(world: World, call: MerchantCall) {
  const customer = requireCustomer(world, call)
  const errors = new FieldErrors()
  const fields = new FieldReader(call.json(), errors)
  const hash = fields.string("hash", { required: true })
  const pin = readPin(fields)
  errors.throwIfAny()
  checkPin(customer, pin)
  return { customer, won: findWon(world, customer, hash), owner: lockOwner(call) }
}

function findWon(world: World, customer: Customer, hash: string | null): WonReward {
  const won = world.state.wonRewardsOf(customer.id).find((row) => row.hash === hash)
  if (!won) throw fieldError("hash", "The selected hash is invalid.")
  return won
}

/** Reads the customer, the store and the caller's further fields. Throws one 422 for all errors. */
function readHolder<T>(world: World, call: MerchantCall, readMore: (fields: FieldReader) => T) {
  const errors = new FieldErrors()
  const fields = new FieldReader(call.json(), errors)
  const id = fields.string("customer", { required: true })
  const slug = fields.string("store_slug", { required: true })
  const store = requireStore(world, call.merchantId, slug, "store_slug", errors)
  const customer = id === null ? undefined : world.state.customerOf(call.merchantId, id)
  if (id !== null && !customer) errors.addInvalid("customer")
  const more = readMore(fields)
  errors.throwIfAny()
  // Both exist here: the field reader recorded a missing one as an error above.
  return { customer: customer as Customer, store: store as Store, ...more }
}
