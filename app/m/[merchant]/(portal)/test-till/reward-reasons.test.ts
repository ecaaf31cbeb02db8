import { expect, test } from "vitest"
import { type Offer, type Won, whyNotOffered, whyNotUsable } from "./reward-reasons"

const won: Won = {
  ...{ hash: "h_1", reward_id: "rew_1", name: "-10 %", type: "voucher_percent", state: "ready" },
  apply: { kind: "voucher", coupon_code: "PONGO-1", discount: { percent: 10 } },
  expires_at: null,
}
const unsupported = (why: "type_not_supported" | "no_coupon_code"): Won["apply"] => ({
  kind: "unsupported",
  why,
})

test.each([
  [won, [], null],
  [won, ["h_1"], "on_ticket"],
  [{ ...won, state: "locked" }, ["h_1"], "on_ticket"],
  [{ ...won, state: "used" }, [], "already_used"],
  [{ ...won, state: "expired" }, [], "expired"],
  [{ ...won, state: "locked" }, [], "locked_elsewhere"],
  [{ ...won, apply: unsupported("no_coupon_code") }, [], "no_coupon_code"],
] as [Won, string[], string | null][])(
  "a bought reward has one reason or none: %#",
  (entry, onTicket, why) => {
    expect(whyNotUsable(entry, onTicket)).toBe(why)
  },
)

const offer: Offer = {
  ...{ id: "rew_1", name: "Café", type: "free_product", points: 50, skus: ["CAF-01"] },
  ...{ affordable: true, usable_here: true, why_not: null },
}

test.each([
  [offer, null],
  [{ ...offer, affordable: false }, "not_enough_points"],
  [{ ...offer, affordable: false, usable_here: false, why_not: "sku_inactive" }, "sku_inactive"],
  [{ ...offer, why_not: "pongo_unavailable" }, "pongo_unavailable"],
] as [Offer, string | null][])("an offered reward has one reason or none: %#", (entry, why) => {
  expect(whyNotOffered(entry)).toBe(why)
})
