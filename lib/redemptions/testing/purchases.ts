import { randomUUID } from "node:crypto"
import { afterEach, expect } from "vitest"
import { useSandbox } from "@/db/testing/use-sandbox"
import { openShop } from "@/lib/customers/testing/shop"
import type { Sandbox } from "@/sandbox/server/server"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { redeemReward } from "../redeem"

export const COFFEE = "rew_0ece003f2e"
export const STORE = "le-comptoir-bastille"

let nextPhone = 33_698_000_000

/** A new customer of Le Comptoir at Pongo. */
export async function makeCustomer(sandbox: Sandbox, points: number) {
  nextPhone += 1
  const phone = String(nextPhone)
  const response = await fetch(`${sandbox.url}/_sandbox/customers`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant_id: LE_COMPTOIR, phone, points }),
  })
  const { customer } = (await response.json()) as { customer: { id: string } }
  return { id: customer.id, phone }
}

/** A sandbox in which customers buy rewards. No call may break Pongo's contract. */
export async function usePurchases() {
  const sandbox = await useSandbox({ PONGO_CHECKOUT_TIMEOUT_MS: 400 })
  afterEach(() => expect(sandbox.ledger().violations).toEqual([]))
  /** A mapped location, its till, and a customer with 500 points. */
  const scene = async () => {
    const { merchantId, till, location } = await openShop(sandbox)
    const { id: customerId } = await makeCustomer(sandbox, 500)
    return { merchantId, till, location: { ...location, storeSlug: STORE }, customerId }
  }
  const redeem = (
    { till, location, customerId }: Awaited<ReturnType<typeof scene>>,
    changes: { requestKey?: string; rewardId?: string; pin?: string } = {},
  ) => {
    const asked = { customerId, rewardId: COFFEE, location, requestKey: randomUUID(), tillId: "till-1" }
    return redeemReward(till, { ...asked, ...changes })
  }
  const purchasesOf = (customerId: string) =>
    sandbox.state.tables.purchases.rows().filter((purchase) => purchase.customer_id === customerId)
  return { sandbox, scene, redeem, purchasesOf }
}
