/**
 * Everything the sandbox remembers. Rows use Pongo's wire names, so that responses, the state file and test assertions
 * read the same.
 */

export type Merchant = { id: string; name: string }

export type Account = { id: string; email: string; merchant_id: string }

export type Store = {
  slug: string
  public_id: string
  merchant_id: string
  name: string
  address: string
  zip_code: string
  city: string
  country: string
  phone: string | null
}

export type Customer = {
  id: string
  merchant_id: string
  /** International format, digits only. */
  phone: string
  first_name: string | null
  last_name: string | null
  email: string | null
  points: number
  /** Points at the start. The ledger adds the movements to them. */
  opening_points: number
  /** `null`: never asked. */
  has_optin_sms: boolean | null
  has_optin_email: boolean | null
  gender: string | null
  birthday: string | null
  tags: string[]
  pin: string | null
  reference_store_slug: string | null
  created_at: string
  updated_at: string
}

export type Reward = {
  id: string
  merchant_id: string
  name: string
  description: string | null
  image: string | null
  type: string
  points: number
  external_id: string | null
  /** Cents for `voucher_amount`, percent for `voucher_percent`. */
  value: number | null
  /** `null`: every store of the merchant. */
  store_slugs: string[] | null
}

export type WonReward = {
  hash: string
  reward: Reward
  customer_id: string
  coupon_code: string | null
  is_used: boolean
  won_at: string
  used_at: string | null
  expires_at: string | null
}

export type RewardLock = {
  hash: string
  /** Bearer token and device. The same token on another device is a different owner. */
  owner: string
  expires_at: string
}

export type Order = {
  id: string
  order_id: string
  external_order_id: string | null
  merchant_id: string
  store_id: string
  store_slug: string
  channel: string
  delivery_mode: string
  amount: number
  status: string
  created_at: string
  received_at: string
  customer_id: string | null
  device_id: string | null
  points_awarded: number
  points_taken_back: number
  /** 1 for the 201, plus one for every 202 after it. */
  times_posted: number
  /** The body of the first post, if bodies are recorded. */
  payload: unknown
}

export type Purchase = {
  id: string
  hash: string
  reward_id: string
  customer_id: string
  store_slug: string
  points_spent: number
  points_after: number
  bought_at: string
}

export type RewardUse = {
  id: string
  hash: string
  reward_id: string
  customer_id: string
  store_slug: string
  via: "order_line" | "use" | "buy"
  order_id: string | null
  used_at: string
}

export type ViolationKind =
  | "reward_used_twice"
  | "reward_never_bought"
  | "reward_without_customer"
  | "reward_confirmed_both_ways"
  | "order_accepted_twice"
  | "order_resent_with_another_amount"
  | "consent_changed_by_order"
  | "points_below_zero"
  | "points_do_not_add_up"

export type Violation = {
  id: string
  kind: ViolationKind
  detail: string
  at: string
  order_id?: string
  reward_id?: string
  customer_id?: string
}

export type Webhook = {
  id: string
  merchant_id: string
  event: string
  url: string
  secret: string
  created_at: string
}

export type WebhookDelivery = {
  id: string
  event_id: string
  event: string
  webhook_id: string
  merchant_id: string
  url: string
  attempts: number
  /** Last HTTP status; `null` if there was none. */
  status: number | null
  outcome: "pending" | "delivered" | "failed"
  at: string
}

type AuthorizationCode = {
  code: string
  client_id: string
  account_id: string
  merchant_id: string
  redirect_uri: string
  scopes: string[]
  expires_at: string
  used_at: string | null
}

export type AccessToken = {
  token: string
  client_id: string
  account_id: string
  merchant_id: string
  scopes: string[]
  created_at: string
  expires_at: string
  revoked_at: string | null
}

/** A map that derives the key from its rows. */
class Table<T> extends Map<string, T> {
  readonly #keyOf: (row: T) => string

  constructor(keyOf: (row: T) => string) {
    super()
    this.#keyOf = keyOf
  }

  put(row: T): T {
    this.set(this.#keyOf(row), row)
    return row
  }

  rows(): T[] {
    return [...this.values()]
  }
}

export const storeKey = (merchantId: string, slug: string) => `${merchantId}/${slug}`
const phoneKey = (merchantId: string, phone: string) => `${merchantId}/${phone}`
/** An order id is unique within a store. Uses the store's public id because a slug can change. */
export const orderKey = (storeId: string, orderId: string) => `${storeId}/${orderId}`

function createTables() {
  return {
    merchants: new Table<Merchant>((row) => row.id),
    accounts: new Table<Account>((row) => row.email),
    stores: new Table<Store>((row) => storeKey(row.merchant_id, row.slug)),
    customers: new Table<Customer>((row) => row.id),
    rewards: new Table<Reward>((row) => row.id),
    won_rewards: new Table<WonReward>((row) => row.hash),
    locks: new Table<RewardLock>((row) => row.hash),
    orders: new Table<Order>((row) => orderKey(row.store_id, row.order_id)),
    purchases: new Table<Purchase>((row) => row.id),
    uses: new Table<RewardUse>((row) => row.id),
    violations: new Table<Violation>((row) => row.id),
    webhooks: new Table<Webhook>((row) => row.id),
    webhook_deliveries: new Table<WebhookDelivery>((row) => row.id),
    codes: new Table<AuthorizationCode>((row) => row.code),
    tokens: new Table<AccessToken>((row) => row.token),
  }
}

type Tables = ReturnType<typeof createTables>
type RowOf<K extends keyof Tables> = Tables[K] extends Table<infer T> ? T : never
export type Snapshot = { [K in keyof Tables]: RowOf<K>[] }

/** The tables and their indexes. The object survives a reset, so that a test may keep it. */
export class SandboxState {
  readonly tables = createTables()
  readonly #customerByPhone = new Map<string, Customer>()
  readonly #wonByCustomer = new Map<string, WonReward[]>()
  readonly #couponCodes = new Set<string>()

  get merchants() {
    return this.tables.merchants
  }
  get stores() {
    return this.tables.stores
  }
  get customers() {
    return this.tables.customers
  }
  get rewards() {
    return this.tables.rewards
  }
  get orders() {
    return this.tables.orders
  }

  storesOf(merchantId: string): Store[] {
    return this.stores.rows().filter((store) => store.merchant_id === merchantId)
  }

  customerByPhone(merchantId: string, phone: string): Customer | undefined {
    return this.#customerByPhone.get(phoneKey(merchantId, phone))
  }

  /** Another merchant's customer id is as unknown as one that never existed. */
  customerOf(merchantId: string, id: string): Customer | undefined {
    const customer = this.customers.get(id)
    return customer?.merchant_id === merchantId ? customer : undefined
  }

  addCustomer(customer: Customer): Customer {
    this.#customerByPhone.set(phoneKey(customer.merchant_id, customer.phone), customer)
    return this.customers.put(customer)
  }

  /** Removes the wallet too, as when a person asks Pongo to delete them. Orders stay. */
  removeCustomer(customer: Customer): void {
    this.#customerByPhone.delete(phoneKey(customer.merchant_id, customer.phone))
    for (const { hash } of this.wonRewardsOf(customer.id)) this.tables.won_rewards.delete(hash)
    this.#wonByCustomer.delete(customer.id)
    this.customers.delete(customer.id)
  }

  changePhone(customer: Customer, phone: string): void {
    this.#customerByPhone.delete(phoneKey(customer.merchant_id, customer.phone))
    customer.phone = phone
    this.#customerByPhone.set(phoneKey(customer.merchant_id, phone), customer)
  }

  wonRewardsOf(customerId: string): readonly WonReward[] {
    return this.#wonByCustomer.get(customerId) ?? []
  }

  addWonReward(won: WonReward): WonReward {
    const list = this.#wonByCustomer.get(won.customer_id)
    if (list) list.push(won)
    else this.#wonByCustomer.set(won.customer_id, [won])
    if (won.coupon_code) this.#couponCodes.add(won.coupon_code)
    return this.tables.won_rewards.put(won)
  }

  isCouponCodeTaken(code: string): boolean {
    return this.#couponCodes.has(code)
  }

  clear(): void {
    for (const table of Object.values(this.tables)) table.clear()
    this.#customerByPhone.clear()
    this.#wonByCustomer.clear()
    this.#couponCodes.clear()
  }

  snapshot(): Snapshot {
    const entries = Object.entries(this.tables).map(([name, table]) => [name, table.rows()])
    return Object.fromEntries(entries) as Snapshot
  }

  restore(snapshot: Partial<Snapshot>): void {
    this.clear()
    for (const name of Object.keys(this.tables) as (keyof Tables)[]) {
      if (name === "customers" || name === "won_rewards") continue
      const table = this.tables[name] as Table<unknown>
      for (const row of snapshot[name] ?? []) table.put(row)
    }
    for (const customer of snapshot.customers ?? []) this.addCustomer(customer)
    for (const won of snapshot.won_rewards ?? []) this.addWonReward(won)
  }
}
