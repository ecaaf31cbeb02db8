import type { Operations } from "./generated.js"
import type { OrderQueue } from "./order-queue.js"
import { pause } from "./pause.js"

export type HeartbeatOptions = {
  locationId: string
  appVersion?: string
  /** Default one minute. */
  everyMs?: number
  /** How far this machine's clock is ahead of the server's. If it is far off, receipts and orders carry wrong times. */
  onClockSkew?(skewMs: number): void
}

type Beating = {
  api: Pick<Operations, "sendHeartbeat">
  queue: OrderQueue
  tillId: string
  /** The server answers and this till still holds orders. */
  onShouldDrain(): void
}

/** Reports that the till is alive and how many orders it holds, until stopped or the process ends. */
export function startHeartbeat({ api, queue, tillId, onShouldDrain }: Beating, options: HeartbeatOptions) {
  const stopping = new AbortController()
  const { signal } = stopping
  const everyMs = options.everyMs ?? 60_000

  async function beat() {
    const pending = queue.pending()
    const answer = await api.sendHeartbeat(
      {
        till_id: tillId,
        location_id: options.locationId,
        app_version: options.appVersion ?? null,
        offline_orders: pending.length,
        oldest_offline_at: pending[0]?.at ?? null,
        sent_at: new Date().toISOString(),
      },
      { attempts: 1, signal },
    )
    options.onClockSkew?.(answer.clock_skew_ms)
    if (answer.should_drain) onShouldDrain()
  }

  async function run() {
    while (!signal.aborted) {
      // A missed heartbeat is information too, and the next one follows.
      await beat().catch(() => {})
      await pause(everyMs * (0.9 + Math.random() * 0.2), signal, true)
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
