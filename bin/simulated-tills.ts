import { randomBytes } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { fillBasket, LOCATIONS } from "./demo-data/menu"

/** Pause between two orders of one till. A till is a person: a few orders a minute at most. */
const PAUSE_MS = { least: 12_000, most: 40_000 }

/**
 * The demo's tills: each sells until stopped. Most orders are paid at once; some are kept open and paid a little later,
 * some are abandoned, and now and then one is sent twice, as after a lost answer.
 */
export async function startTills({
  appUrl,
  apiKey,
}: {
  appUrl: string
  apiKey: string
}): Promise<{ stop(): void }> {
  const stopping = new AbortController()
  for (const location of LOCATIONS)
    for (const name of location.tills)
      void sell({ appUrl, apiKey, location: location.id, name, signal: stopping.signal })
  return { stop: () => stopping.abort() }
}

type Till = { appUrl: string; apiKey: string; location: string; name: string; signal: AbortSignal }

async function sell(till: Till) {
  while (!till.signal.aborted) {
    try {
      await sleep(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least), undefined, {
        signal: till.signal,
      })
      await serveOne(till)
    } catch {
      // Offline: a till goes on selling. What it could not send is lost here on purpose; the client library keeps it.
    }
  }
}

async function serveOne(till: Till) {
  const now = new Date().toISOString()
  const basket = fillBasket(Math.random)
  const fate = Math.random()
  const isOpen = fate < 0.2
  const order = {
    order_id: `${now.slice(0, 10).replaceAll("-", "")}-${randomBytes(4).toString("hex")}`,
    location_id: till.location,
    state: isOpen ? "open" : "paid",
    channel: till.name === "Borne" ? "kiosk" : "pos",
    delivery_mode: Math.random() < 0.7 ? "on_site" : "take_away",
    created_at: now,
    ...(isOpen ? {} : { closed_at: now, payments: [{ method: "card", amount_cents: basket.total_cents }] }),
    ...basket,
    customer:
      Math.random() < 0.5
        ? {
            phone: `061200${String(Math.floor(Math.random() * 60) + 1).padStart(4, "0")}`,
            opt_in: { sms: false, email: false },
          }
        : null,
    till: { id: `${till.location}-${till.name.toLowerCase().replaceAll(" ", "-")}`, name: till.name },
  }
  await post(till, "/orders", order)
  if (Math.random() < 0.05) await post(till, "/orders", order)
  if (!isOpen) return
  await sleep(5_000 + Math.random() * 10_000, undefined, { signal: till.signal })
  await post(till, `/orders/${order.order_id}/payment`, {
    location_id: till.location,
    status: fate < 0.03 ? "cancelled" : "paid",
    paid_at: fate < 0.03 ? undefined : new Date().toISOString(),
  })
}

async function post(till: Till, path: string, body: unknown) {
  const response = await fetch(`${till.appUrl}/api/pos/v1${path}`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${till.apiKey}`,
      "Content-Type": "application/json",
      "X-Till-Id": `${till.location}-${till.name.toLowerCase().replaceAll(" ", "-")}`,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.any([till.signal, AbortSignal.timeout(10_000)]),
  })
  await response.text()
}
