import { makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { makeTill } from "./till"

/** A merchant with one location and a till for it. */
export async function makeShop(location: Parameters<typeof makeLocation>[1] = {}) {
  const merchant = await makeMerchant()
  return {
    ...merchant,
    location: await makeLocation(merchant.merchantId, location),
    pos: makeTill(merchant.key),
  }
}
