import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { makeTill } from "@/lib/checkout-api/testing/till"
import type { Sandbox } from "@/sandbox/server/server"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { openTestTill } from "../mutations"

/** A merchant connected as Le Comptoir, with a real till (`real`) and an open test till (`pos`) at `bastille`. */
export async function openTillShop(sandbox: Sandbox) {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, sandbox.issueToken(LE_COMPTOIR))
  const location = await makeLocation(merchant.merchantId, { ref: "bastille", storeSlug: "store" })
  const opened = await openTestTill(merchant.manager, { locationId: location.id, consents: false })
  return { ...merchant, location, opened, real: makeTill(merchant.key), pos: makeTill(opened.key) }
}

export const testOrder = (changes: Parameters<typeof paidOrder>[1] = {}) => {
  const order = paidOrder("bastille", changes)
  return { ...order, order_id: changes.order_id ?? `TEST-${order.order_id}` }
}
