import { env } from "@/lib/env"
import { readAnswer, requireDone } from "./answer"
import { isNoSuchRecord, PongoError } from "./error"
import type { Exchange } from "./exchange"
import { type Listing, readListing } from "./listing"
import { type CallOptions, createSender } from "./send"
import * as wire from "./wire/calls"
import * as customers from "./wire/customers"
import type { Page, Reading } from "./wire/fields"
import * as orders from "./wire/orders"
import * as rewards from "./wire/rewards"

/** Pongo's answer in our words, and the call that returned it (the last one, if there were several pages). */
export type PongoResult<T> = {
  value: T
  exchange: Exchange
}

export type PongoClientOptions = {
  /** Default: `PONGO_API_URL`. */
  baseUrl?: string
  /** For a whole call, unless the call overrides it. */
  timeoutMs: number
  /** Sockets kept open to Pongo. Further calls wait for one, and the wait counts towards their timeout. Default 64. */
  connections?: number
}

/** `isThorough` trusts no page count. Use it where an absence would disable something or buy it again. */
export type ListOptions = CallOptions & { isThorough?: boolean }

export type PongoClient = ReturnType<typeof createPongoClient>

/**
 * Client for Pongo's API. Each client has its own pool of kept-alive connections: make one per process and `close()` it
 * at the end. Every method takes the merchant's access token first and throws `PongoError`.
 */
export function createPongoClient({ baseUrl, timeoutMs, connections = 64 }: PongoClientOptions) {
  const sender = createSender({ baseUrl: baseUrl ?? env.PONGO_API_URL, timeoutMs, connections })
  const { ask, tell, askPages } = createCalls(sender)

  return {
    /** The account that owns the token. */
    me: (token: string, options?: CallOptions) => ask(token, wire.meCall(), wire.readMerchant, options),

    stores: (token: string, options?: ListOptions) =>
      askPages("stores", token, wire.storesCall, wire.readStores, (store) => store.slug, options),

    /** null when the merchant's programme has nobody with this phone. */
    findCustomerByPhone: (token: string, e164: string, options?: CallOptions) =>
      orNull(ask(token, customers.customerByPhoneCall(e164), customers.readCustomer, options)),

    getCustomer: (token: string, id: string, options?: CallOptions) =>
      orNull(ask(token, customers.customerCall(id), customers.readCustomer, options)),

    /** One page. A customer that cannot be read is null. */
    listCustomers: (token: string, range: { page: number; perPage: number }, options?: CallOptions) =>
      ask(token, customers.customersCall(range), customers.readEachCustomer, options),

    /** Fails as `conflict` when the phone is already enlisted. */
    createCustomer: (token: string, input: customers.NewPongoCustomer, options?: CallOptions) =>
      ask(token, customers.createCustomerCall(input), customers.readCustomer, options),

    updateCustomer: (token: string, id: string, patch: customers.PongoCustomerPatch, options?: CallOptions) =>
      ask(token, customers.updateCustomerCall(id, patch), customers.readCustomer, options),

    /** The whole catalogue, or what one customer can get at one store (pass both). */
    rewards: (token: string, filter: rewards.RewardsFilter = {}, options?: ListOptions) =>
      askPages(
        "rewards",
        token,
        (page) => rewards.rewardsCall(filter, page),
        rewards.readRewards,
        (reward) => reward.id,
        options,
      ),

    /** What the customer has bought, used rewards included. */
    wonRewards: (token: string, customerId: string, options?: ListOptions) =>
      askPages(
        "wallet",
        token,
        (page) => rewards.wonRewardsCall(customerId, page),
        rewards.readWonRewards,
        (won) => won.hash,
        options,
      ),

    /** Not idempotent: after an unknown outcome, read `wonRewards` first. */
    buyReward: (token: string, rewardId: string, purchase: rewards.RewardPurchase, options?: CallOptions) =>
      ask(token, rewards.buyRewardCall(rewardId, purchase), rewards.readWonReward, options),

    /** Only for a reward that no order line confirms: using both would spend it twice. */
    useReward: (token: string, rewardId: string, use: rewards.RewardUse, options?: CallOptions) =>
      ask(token, rewards.useRewardCall(rewardId, use), rewards.readWonReward, options),

    /** Fails as `locked` when another device holds it. */
    lockReward: (token: string, customerId: string, hash: string, pin?: string, options?: CallOptions) =>
      tell(token, rewards.lockRewardCall(customerId, hash, pin), options),

    unlockReward: (token: string, customerId: string, hash: string, pin?: string, options?: CallOptions) =>
      tell(token, rewards.unlockRewardCall(customerId, hash, pin), options),

    /** Safe to repeat: Pongo answers *already processed* to an order it has. */
    sendOrder: (token: string, order: orders.PongoOrder, options?: CallOptions) =>
      ask(token, orders.sendOrderCall(order), orders.readSentOrder, options),

    setOrderStatus: (
      token: string,
      orderId: string,
      change: { status: orders.ClosedOrderStatus; storeSlug: string },
      options?: CallOptions,
    ) => tell(token, orders.orderStatusCall(orderId, change), options),

    /** Takes one event; the url must be https. */
    createWebhook: (
      token: string,
      subscription: { event: wire.PongoWebhookEvent; url: string; secret: string },
      options?: CallOptions,
    ) => ask(token, wire.webhookCall(subscription), wire.readWebhookSubscription, options),

    /** null when Pongo does not have the subscription, or no longer has it. */
    getWebhook: (token: string, id: string, options?: CallOptions) =>
      orNull(ask(token, wire.readWebhookCall(id), wire.readWebhookSubscription, options)),

    deleteWebhook: (token: string, id: string, options?: CallOptions) =>
      tell(token, wire.deleteWebhookCall(id), options),

    /** Waits for calls in flight. */
    close: () => sender.close(),
  }
}

/** Calls for an answer, for a confirmation, and for a list of several pages. */
function createCalls(sender: ReturnType<typeof createSender>) {
  const ask = async <T>(
    token: string,
    call: wire.WireCall,
    read: (body: unknown, status: number) => Reading<T>,
    options?: CallOptions,
  ): Promise<PongoResult<T>> => {
    const answer = await sender.send(call, token, options)
    return { value: readAnswer(answer, read), exchange: answer.exchange }
  }

  const tell = async (
    token: string,
    call: wire.WireCall,
    options?: CallOptions,
  ): Promise<PongoResult<null>> => {
    const answer = await sender.send(call, token, options)
    requireDone(answer)
    return { value: null, exchange: answer.exchange }
  }

  /** Whether each list gave its last page when last read (undocumented). No customer waits for the stores. */
  const tellsLastPage = new Map([["stores", true]])

  const askPages = async <T>(
    name: "stores" | "rewards" | "wallet",
    token: string,
    callFor: (page: number) => wire.WireCall,
    read: (body: unknown) => Reading<Page<T>>,
    keyOf: (item: T) => string,
    { isThorough, ...options }: ListOptions = {},
  ): Promise<PongoResult<Listing<T>>> => {
    let last: Exchange | undefined
    const askPage = async (page: number) => {
      const { value, exchange } = await ask(token, callFor(page), read, options)
      last = exchange
      if (name !== "stores") tellsLastPage.set(name, value.lastPage !== null)
      return value
    }
    const value = await readListing(askPage, keyOf, {
      isAhead: !tellsLastPage.get(name) || (isThorough && name !== "stores"),
      isThorough,
    })
    return { value, exchange: last! }
  }

  return { ask, tell, askPages }
}

/** "Not found" is an answer, not a failure. */
async function orNull<T>(result: Promise<PongoResult<T>>): Promise<PongoResult<T | null>> {
  try {
    return await result
  } catch (error) {
    if (!(error instanceof PongoError && isNoSuchRecord(error))) throw error
    return { value: null, exchange: error.exchange }
  }
}
