import { scrubText } from "@/lib/log"
import { proveReward, REWARD_WRITES } from "./check-reward"
import { compareAnswer, compareEcho, type Difference, type Fields } from "./differences"
import { PongoError } from "./error"
import { readOutsideJson } from "./outside"
import { type Answer, createSender, type Sender } from "./send"
import * as wire from "./wire/calls"
import * as customers from "./wire/customers"
import type { Page, Reading } from "./wire/fields"
import * as orders from "./wire/orders"
import * as rewards from "./wire/rewards"

export type CheckState = "confirmed" | "differs" | "not_reachable" | "not_called"

export type CheckRow = {
  /** Purpose of the call. */
  name: string
  /** Verb and path with the phone masked; null when no call was made. */
  call: string | null
  status: number | null
  state: CheckState
  differences: Difference[]
  note: string | null
}

export type CheckOptions = {
  baseUrl: string
  token: string
  timeoutMs: number
  /** Also enlists a test customer, sends a test order and cancels it. */
  write: boolean
  /** Phone of the test customer, E.164. */
  phone: string
}

type Expectation<T> = {
  fields?: Fields
  read?: (body: unknown, status: number) => Reading<T>
  /** Refusals that still prove Pongo understood the call. */
  understood?: Record<number, string>
  /** Checks specific to this call. */
  also?: (body: unknown, status: number, value: T | null) => Difference[]
  note?: (value: T) => string | null
}

export type Ask = <T>(name: string, call: wire.WireCall, expected: Expectation<T>) => Promise<T | null>
export type Skip = (name: string, why: string) => void

/**
 * Calls every endpoint the client uses once and compares the answers with what `wire/` expects. The rows contain no
 * token, phone or e-mail. Of an answer they keep only names and Pongo's own messages, scrubbed.
 */
export async function checkContract(options: CheckOptions): Promise<CheckRow[]> {
  const sender = createSender({ baseUrl: options.baseUrl, timeoutMs: options.timeoutMs, connections: 1 })
  const rows: CheckRow[] = []
  const ask: Ask = async (name, call, expected) => {
    const { row, value } = await check(sender, options.token, name, call, expected)
    rows.push(row)
    return value
  }
  const skip: Skip = (name, note) => {
    rows.push({ name, call: null, status: null, state: "not_called", differences: [], note })
  }
  try {
    const store = await readOnly(ask, skip)
    if (options.write) {
      await writing(ask, skip, store, options.phone)
      await subscribe(ask, skip)
    } else for (const name of [...WRITES, ...WEBHOOK_WRITES]) skip(name, "only with --write")
    for (const name of NEVER) skip(name, "needs a person at Pongo's form: connect in the portal")
    return rows
  } finally {
    await sender.close()
  }
}

const WRITES = [
  "enlist a customer",
  "change a customer",
  "send an order",
  "send it again",
  "cancel the order",
  ...REWARD_WRITES,
]
const WEBHOOK_WRITES = ["subscribe to webhooks", "read the subscription", "unsubscribe"]
const NEVER = ["exchange an OAuth code"]

/** @returns the slug of the first store and the cheapest reward */
async function readOnly(ask: Ask, skip: Skip) {
  await ask("who am I", wire.meCall(), { fields: wire.ACCOUNT_FIELDS, read: wire.readMerchant })
  const stores = await ask("list stores", wire.storesCall(1), {
    fields: wire.STORE_FIELDS,
    read: wire.readStores,
    also: (_body, _status, page) => missingLastPage(page),
    note: emptyNote,
  })
  const known = await ask("list customers", customers.customersCall({ page: 1, perPage: 5 }), {
    fields: customers.CUSTOMER_FIELDS,
    read: customers.readCustomers,
    also: (_body, _status, page) => missingLastPage(page),
    note: emptyNote,
  })
  const catalogue = await ask("list rewards", rewards.rewardsCall({}, 1), {
    fields: rewards.REWARD_FIELDS,
    read: rewards.readRewards,
    note: emptyNote,
  })
  const storeSlug = stores?.items[0]?.slug
  const customer = known?.items.find(({ phone }) => phone !== null) ?? known?.items[0]
  await lookUps(ask, skip, customer, storeSlug)
  const cheapest = catalogue?.items.toSorted((a, b) => a.points - b.points)[0]
  return { storeSlug, reward: cheapest }
}

async function lookUps(
  ask: Ask,
  skip: Skip,
  customer: customers.PongoCustomer | undefined,
  storeSlug: string | undefined,
) {
  const one = { fields: customers.CUSTOMER_FIELDS, read: customers.readCustomer }
  if (!customer) {
    for (const name of [
      "read a customer",
      "is a phone known",
      "find by phone",
      "rewards of a customer",
      "bought rewards",
    ])
      skip(name, "no customer to ask for")
    return
  }
  await ask("read a customer", customers.customerCall(customer.id), one)
  if (customer.phone) {
    await ask("is a phone known", customers.phoneKnownCall(customer.phone), {})
    await ask("find by phone", customers.customerByPhoneCall(customer.phone), one)
  } else for (const name of ["is a phone known", "find by phone"]) skip(name, "no customer with a phone")
  if (storeSlug)
    await ask("rewards of a customer", rewards.rewardsCall({ customerId: customer.id, storeSlug }, 1), {
      fields: rewards.REWARD_FIELDS,
      read: rewards.readRewards,
      note: emptyNote,
    })
  else skip("rewards of a customer", "no store to ask for")
  await ask("bought rewards", rewards.wonRewardsCall(customer.id, 1), {
    fields: rewards.WON_REWARD_FIELDS,
    read: rewards.readWonRewards,
    note: emptyNote,
  })
}

async function writing(
  ask: Ask,
  skip: Skip,
  { storeSlug, reward }: { storeSlug: string | undefined; reward: rewards.PongoReward | undefined },
  phone: string,
) {
  if (!storeSlug) {
    for (const name of WRITES) skip(name, "no store to write to")
    return
  }
  const enlisting = customers.createCustomerCall({
    phone,
    storeSlug,
    firstName: "Test",
    lastName: "Comptoir",
    optIn: { sms: false, email: false },
  })
  const one = { fields: customers.CUSTOMER_FIELDS, read: customers.readCustomer }
  const enlisted = await ask("enlist a customer", enlisting, {
    ...one,
    understood: { 409: "already enlisted" },
    also: (body) =>
      compareEcho(enlisting.body ?? {}, ["phone", "first_name", "has_optin_sms", "has_optin_email"], body),
  })
  const customer =
    enlisted ?? (await ask("find the test customer", customers.customerByPhoneCall(phone), one))
  if (customer)
    await ask("change a customer", customers.updateCustomerCall(customer.id, { lastName: "Essai" }), one)
  else skip("change a customer", "no test customer")

  await sendTestOrder(ask, storeSlug, phone)
  if (!customer || !reward) {
    for (const name of REWARD_WRITES) skip(name, customer ? "no reward to buy" : "no test customer")
    return
  }
  await proveReward(ask, skip, {
    ...{ customerId: customer.id, storeSlug, reward },
    orderWith: (rewardId) => testOrder(storeSlug, phone, rewardId),
  })
}

/** Subscribes an address that belongs to nobody (RFC 2606) and unsubscribes at once. */
async function subscribe(ask: Ask, skip: Skip) {
  const subscription = {
    event: wire.PONGO_WEBHOOK_EVENTS[0],
    url: "https://example.com/comptoir-check",
    secret: "comptoir-check-comptoir-check",
  }
  const made = await ask("subscribe to webhooks", wire.webhookCall(subscription), {
    read: wire.readWebhookSubscription,
  })
  if (!made) {
    for (const name of ["read the subscription", "unsubscribe"]) skip(name, "there is no subscription")
    return
  }
  await ask("read the subscription", wire.readWebhookCall(made.id), { read: wire.readWebhookSubscription })
  await ask("unsubscribe", wire.deleteWebhookCall(made.id), {})
}

async function sendTestOrder(ask: Ask, storeSlug: string, phone: string) {
  const order = testOrder(storeSlug, phone)
  const sent = { fields: orders.SENT_ORDER_FIELDS, read: orders.readSentOrder }
  await ask("send an order", orders.sendOrderCall(order), sent)
  await ask("send it again", orders.sendOrderCall(order), {
    also: (_body, status) =>
      status === 202 ? [] : [{ path: "", problem: `${status} for an order that is there already, not 202` }],
  })
  await ask("cancel the order", orders.orderStatusCall(order.orderId, { status: "cancelled", storeSlug }), {})
}

function testOrder(storeSlug: string, phone: string, rewardId?: string): orders.PongoOrder {
  return {
    orderId: `comptoir-check-${rewardId ? "reward-" : ""}${Date.now()}`,
    channel: "pos",
    deliveryMode: "on_site",
    storeSlug,
    amountCents: 100,
    createdAt: new Date().toISOString(),
    comment: "Comptoir pongo:check",
    lines: [{ sku: "CHECK", name: "Test", quantity: 1, unitAmountCents: 100, amountCents: 100, rewardId }],
    customer: { phone, optIn: { sms: false, email: false } },
    payments: [{ method: "card", amountCents: 100 }],
  }
}

async function check<T>(
  sender: Sender,
  token: string,
  name: string,
  call: wire.WireCall,
  expected: Expectation<T>,
): Promise<{ row: CheckRow; value: T | null }> {
  const shown = `${call.method} ${call.shownPath ?? call.path}`
  const row = (state: CheckState, status: number | null, rest: Partial<CheckRow> = {}): CheckRow => ({
    ...{ name, call: shown, status, state, differences: [], note: null },
    ...rest,
  })
  let answer: Answer
  try {
    answer = await sender.send(call, token)
  } catch (error) {
    if (!(error instanceof PongoError)) throw error
    return { row: row("not_reachable", error.status, { note: error.message }), value: null }
  }
  const { status } = answer
  const understood = expected.understood?.[status]
  if (understood) return { row: row("confirmed", status, { note: understood }), value: null }
  if (status < 200 || status >= 300) return { row: refusal(row, answer), value: null }
  if (!expected.read && answer.body.trim() === "") {
    const differences = expected.also?.(null, status, null) ?? []
    return { row: row(differences.length ? "differs" : "confirmed", status, { differences }), value: null }
  }
  const json = readOutsideJson(answer.body)
  if (!json.ok) {
    const differences = [{ path: "", problem: json.problem }]
    return { row: row("differs", status, { differences }), value: null }
  }
  const reading = expected.read?.(json.value, status)
  const value = reading?.ok ? reading.value : null
  const compared = expected.fields ? compareAnswer(expected.fields, json.value) : []
  const unread =
    reading?.ok === false && !compared.some(({ path }) => path === reading.jsonPath)
      ? [{ path: reading.jsonPath, problem: "cannot be read" }]
      : []
  const differences = [...unread, ...compared, ...(expected.also?.(json.value, status, value) ?? [])]
  const note = value === null ? null : (expected.note?.(value) ?? null)
  return { row: row(differences.length > 0 ? "differs" : "confirmed", status, { differences, note }), value }
}

const SAYS_NOTHING_OF_THE_CALL: Partial<Record<number, string>> = {
  401: "the token was refused",
  403: "the token lacks the scope",
  408: "Pongo gave up",
  429: "too many calls",
}

/**
 * A refusal of the address or of a field is a difference; one of the caller, or an error of Pongo's, proves nothing.
 */
function refusal(
  row: (state: CheckState, status: number, rest?: Partial<CheckRow>) => CheckRow,
  answer: Answer,
) {
  const { status } = answer
  const json = readOutsideJson(answer.body)
  const { message, fieldErrors } = wire.readProblem(json.ok ? json.value : null)
  const said = message === null ? null : scrubText(message)
  const note = SAYS_NOTHING_OF_THE_CALL[status] ?? (status >= 500 ? (said ?? "Pongo failed") : null)
  if (note) return row("not_reachable", status, { note })
  const differences = Object.entries(fieldErrors ?? {}).map(([path, says]) => ({
    path: `request: ${path}`,
    problem: scrubText(says.join(" ")),
  }))
  const whole = { path: "", problem: status < 400 ? "redirects elsewhere" : `refused with ${status}` }
  return row("differs", status, { differences: differences.length > 0 ? differences : [whole], note: said })
}

const missingLastPage = (page: Page<unknown> | null): Difference[] =>
  page && page.lastPage === null ? [{ path: "meta.last_page", problem: "absent" }] : []

const emptyNote = ({ items }: Page<unknown>) =>
  items.length === 0 ? "an empty list: its fields could not be compared" : null
