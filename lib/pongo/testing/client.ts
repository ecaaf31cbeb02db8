import type { ServerResponse } from "node:http"
import { onTestFinished } from "vitest"
import type { PongoOrder } from "@/lib/pongo/wire/orders"
import { createPongoClient } from "../client"
import { PongoError } from "../error"
import { json, type SeenRequest, startServer } from "./server"

export const TOKEN = "access-token-of-a-merchant"

/** A client and its server, for one test. */
export async function pongo(
  answer: (request: SeenRequest, response: ServerResponse, seen: SeenRequest[]) => void,
) {
  const { url, seen } = await startServer(answer)
  const client = createPongoClient({ baseUrl: url, timeoutMs: 2_000 })
  onTestFinished(async () => {
    await client.close()
  })
  return { client, seen }
}

export const always = (status: number, body: unknown) =>
  pongo((_request, response) => json(response, status, body))
export const raw = (status: number, body: string, type = "application/json") =>
  pongo((_request, response) => response.writeHead(status, { "content-type": type }).end(body))

export async function failureOf(call: Promise<unknown>): Promise<PongoError> {
  const outcome = await call.then(
    () => new Error("the call succeeded"),
    (error: unknown) => error,
  )
  if (outcome instanceof PongoError) return outcome
  throw outcome
}

export const CUSTOMER = {
  id: "cust_9f2c",
  phone: "33612345678",
  first_name: "Inès",
  last_name: null,
  email: null,
  points: 180,
  has_optin_sms: true,
  has_optin_email: null,
  birthday: "1990-05-01",
  created_at: "2026-11-01T10:00:00Z",
}

export const REWARD = {
  id: "rew_77",
  name: "-10 %",
  description: null,
  image: null,
  type: "voucher_percent",
  points: 100,
  external_id: null,
  value: 10,
}

export const ORDER: PongoOrder = {
  orderId: "A-2041",
  externalOrderId: null,
  channel: "pos",
  deliveryMode: "take_away",
  storeSlug: "le-comptoir-bastille",
  amountCents: 1450,
  taxCents: 132,
  createdAt: "2026-11-22T12:00:00+01:00",
  comment: null,
  lines: [
    { sku: "BRG-02", name: "Burger", quantity: 1, unitAmountCents: 1450, amountCents: 1450 },
    { sku: "CAF-01", name: "Café", quantity: 1, unitAmountCents: 0, amountCents: 0, rewardId: "rew_1" },
  ],
  customer: { id: "cust_9f2c", phone: "+33612345678", optIn: { sms: true } },
  payments: [{ method: "card", amountCents: 1450 }],
  deviceId: "till-2",
  deviceName: "Caisse 2",
}
