import { createHmac } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { newId } from "../state/ids"
import type { SandboxState, Webhook, WebhookDelivery } from "../state/state"

const ANSWER_TIMEOUT_MS = 5_000
const KEPT_DELIVERIES = 500

/**
 * The signature header of a delivery. `timestamp` is in Unix seconds and is appended to the raw body without a
 * separator.
 */
export function signWebhook(secret: string, rawBody: string | Buffer, timestamp: number): string {
  const digest = createHmac("sha256", secret).update(rawBody).update(String(timestamp)).digest("hex")
  return `t=${timestamp},v1=${digest}`
}

type SenderOptions = {
  state: SandboxState
  now: () => number
  /** Pauses before the second, third and fourth attempt. */
  retryDelaysMs: readonly number[]
  onChange: () => void
}

/** Delivers signed events to subscribers, after the request that caused them. */
export class WebhookSender {
  readonly #options: SenderOptions
  readonly #pending = new Set<Promise<void>>()
  #stop = new AbortController()

  constructor(options: SenderOptions) {
    this.#options = options
  }

  emit(merchantId: string, event: string, data: unknown): void {
    const { webhooks } = this.#options.state.tables
    if (webhooks.size === 0) return
    const subscribed = webhooks.rows().filter((row) => row.merchant_id === merchantId && row.event === event)
    if (subscribed.length === 0) return
    const eventId = newId("evt", 20)
    // Serialised now, because the customer may change again before the delivery.
    const body = JSON.stringify({
      id: eventId,
      event,
      created_at: new Date(this.#options.now()).toISOString(),
      data,
    })
    for (const webhook of subscribed) {
      const job = this.#deliver(webhook, eventId, event, body).finally(() => this.#pending.delete(job))
      this.#pending.add(job)
    }
  }

  /** Resolves when every delivery has succeeded or been given up. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending)
  }

  /** Aborts pending deliveries. */
  async cancel(): Promise<void> {
    this.#stop.abort()
    this.#stop = new AbortController()
    await this.settled()
  }

  async #deliver(webhook: Webhook, eventId: string, event: string, body: string): Promise<void> {
    const { signal } = this.#stop
    const delivery = this.#record(webhook, eventId, event)
    for (const delayMs of [0, ...this.#options.retryDelaysMs]) {
      if (delayMs > 0) await sleep(delayMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) break
      delivery.attempts += 1
      delivery.status = await this.#post(webhook, body, signal)
      this.#options.onChange()
      if (delivery.status !== null && delivery.status >= 200 && delivery.status < 300) {
        delivery.outcome = "delivered"
        return
      }
    }
    delivery.outcome = "failed"
    this.#options.onChange()
  }

  async #post(webhook: Webhook, body: string, stop: AbortSignal): Promise<number | null> {
    // Sign each attempt: a receiver rejects an old timestamp.
    const timestamp = Math.floor(this.#options.now() / 1000)
    try {
      const response = await fetch(webhook.url, {
        method: "POST",
        redirect: "manual",
        headers: {
          "content-type": "application/json",
          "pongo-signature": signWebhook(webhook.secret, body, timestamp),
          "user-agent": "Pongo-Sandbox-Webhooks",
        },
        body,
        signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      })
      await response.body?.cancel()
      return response.status
    } catch {
      return null
    }
  }

  #record(webhook: Webhook, eventId: string, event: string): WebhookDelivery {
    const deliveries = this.#options.state.tables.webhook_deliveries
    const [oldest] = deliveries.keys()
    if (deliveries.size >= KEPT_DELIVERIES && oldest !== undefined) deliveries.delete(oldest)
    return deliveries.put({
      id: newId("dlv"),
      event_id: eventId,
      event,
      webhook_id: webhook.id,
      merchant_id: webhook.merchant_id,
      url: webhook.url,
      attempts: 0,
      status: null,
      outcome: "pending",
      at: new Date(this.#options.now()).toISOString(),
    })
  }
}
