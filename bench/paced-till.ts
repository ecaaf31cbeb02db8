import { randomUUID } from "node:crypto"
import { Agent, request } from "undici"

export type Noticed = { seconds: number; p50: number; p99: number; calls: number }

/** A till that sends orders at an even pace regardless of the answers, so that every call during a stall records it. */
export function pacedTill(appUrl: string, { key, perSecond }: { key: string; perSecond: number }) {
  const agent = new Agent({ connections: 64 })
  return {
    async during(work: () => Promise<unknown>): Promise<Noticed> {
      const calls: Promise<number>[] = []
      const startedAt = performance.now()
      let isOver = false
      const pacing = (async () => {
        for (let n = 0; !isOver; n++) {
          const dueAt = startedAt + (n * 1000) / perSecond
          await pause(Math.max(0, dueAt - performance.now()) / 1000)
          calls.push(handOver(appUrl, key, agent).then(() => performance.now() - dueAt))
        }
      })()
      await work()
      const seconds = (performance.now() - startedAt) / 1000
      isOver = true
      await pacing
      const times = (await Promise.all(calls)).sort((a, b) => a - b)
      await agent.close()
      const at = (share: number) => times[Math.floor((times.length - 1) * share)]!
      return { seconds, p50: at(0.5), p99: at(0.99), calls: times.length }
    },
  }
}

/** Sends one paid order at `loc-1` over the API. */
export async function handOver(appUrl: string, key: string, dispatcher: Agent): Promise<void> {
  const answer = await request(`${appUrl}/api/pos/v1/orders`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({
      order_id: randomUUID(),
      location_id: "loc-1",
      state: "paid",
      channel: "pos",
      delivery_mode: "on_site",
      created_at: new Date().toISOString(),
      total_cents: 1450,
      lines: [{ sku: "BRG-02", name: "Burger", quantity: 1, unit_price_cents: 1450, total_cents: 1450 }],
      payments: [{ method: "card", amount_cents: 1450 }],
    }),
    dispatcher,
  })
  const text = await answer.body.text()
  if (answer.statusCode !== 202) throw new Error(`POST /orders answered ${answer.statusCode}: ${text}`)
}

export const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
