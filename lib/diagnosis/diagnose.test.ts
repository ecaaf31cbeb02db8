import { describe, expect, test } from "vitest"
import { diagnose, type Facts, LINKS, type Link, type OrderFacts, type Problem } from "./diagnose"

const WHOLE: OrderFacts = {
  state: "paid",
  hasCustomer: true,
  delivery: { state: "delivered", reason: null, hasReachedPongo: true },
  mapping: "mapped",
  connection: "alive",
}
const WAITING: OrderFacts = {
  ...WHOLE,
  delivery: { state: "queued", reason: null, hasReachedPongo: false },
}
const RETRYING: OrderFacts = {
  ...WHOLE,
  delivery: { state: "retrying", reason: null, hasReachedPongo: true },
}

const facts = (order: Partial<OrderFacts> | null, changes: Partial<Facts> = {}): Facts => ({
  isCustomerKnown: true,
  order: order && { ...WHOLE, ...order },
  isPongoDown: false,
  ...changes,
})
const failed = (reason: "rejected_by_pongo" | "retries_exhausted", hasReachedPongo: boolean) =>
  facts({ delivery: { state: "failed", reason, hasReachedPongo } })

/** Every link broken once in each possible way. */
const BROKEN: [what: string, facts: Facts, link: Link, problem: Problem, fix: string][] = [
  [
    "nobody has this phone",
    facts(null, { isCustomerKnown: false }),
    "customer_known",
    "customer_unknown",
    "look",
  ],
  ["a customer without an order", facts(null), "order_received", "no_order", "look"],
  [
    "a number that no order has",
    facts(null, { isCustomerKnown: null }),
    "order_received",
    "order_unknown",
    "look",
  ],
  ["an open order", facts({ ...WAITING, state: "open" }), "paid", "waiting_payment", "tell"],
  [
    "a payment elsewhere without its callback yet",
    facts({ ...WAITING, state: "external_payment" }),
    "paid",
    "waiting_payment",
    "tell",
  ],
  [
    "an order that another system reports",
    facts({ ...WAITING, state: "paid_elsewhere" }),
    "paid",
    "paid_elsewhere",
    "tell",
  ],
  ["a failed payment", facts({ ...WAITING, state: "payment_failed" }), "paid", "payment_failed", "tell"],
  ["a cancelled order", facts({ ...WAITING, state: "cancelled" }), "paid", "cancelled", "tell"],
  ["a refunded order that Pongo has", facts({ state: "refunded" }), "paid", "refunded", "tell"],
  [
    "an order without a customer that Pongo has",
    facts({ hasCustomer: false }),
    "customer_attached",
    "no_customer",
    "tell",
  ],
  [
    "an order without a customer that the settings skip",
    facts({
      hasCustomer: false,
      delivery: { state: "skipped", reason: "anonymous_orders_off", hasReachedPongo: false },
    }),
    "customer_attached",
    "anonymous_off",
    "settings",
  ],
  [
    "a location without a store",
    facts({ ...WAITING, mapping: "unmapped" }),
    "location_mapped",
    "unmapped",
    "map",
  ],
  [
    "a store that is gone",
    facts({ ...WAITING, mapping: "store_gone" }),
    "location_mapped",
    "store_gone",
    "remap",
  ],
  [
    "a refused order whose location has lost its store since",
    {
      ...failed("rejected_by_pongo", true),
      order: { ...failed("rejected_by_pongo", true).order!, mapping: "unmapped" },
    },
    "location_mapped",
    "unmapped",
    "map",
  ],
  [
    "no connection",
    facts({ ...WAITING, connection: "none" }),
    "connection_alive",
    "not_connected",
    "connect",
  ],
  [
    "a revoked connection",
    facts({ ...WAITING, connection: "revoked" }),
    "connection_alive",
    "revoked",
    "reconnect",
  ],
  ["an order that has just come in", facts(WAITING), "sent", "on_its_way", "by_itself"],
  ["a Pongo that answers nobody", facts(WAITING, { isPongoDown: true }), "sent", "unreachable", "by_itself"],
  [
    "a first attempt that never got through",
    facts({ delivery: { state: "retrying", reason: null, hasReachedPongo: false } }),
    "sent",
    "unreachable",
    "by_itself",
  ],
  [
    "attempts that never got through, used up",
    failed("retries_exhausted", false),
    "sent",
    "gave_up",
    "replay",
  ],
  ["a Pongo that answers with errors", facts(RETRYING), "accepted", "erring", "by_itself"],
  ["a refusal by Pongo", failed("rejected_by_pongo", true), "accepted", "rejected", "replay"],
  ["attempts used up", failed("retries_exhausted", true), "accepted", "gave_up", "replay"],
]

describe("diagnosis stops at the first broken link:", () => {
  test.each(BROKEN)("%s", (_, given, link, problem, fix) => {
    const found = diagnose(given)
    expect(found).toMatchObject({ problem, fix })
    const at = found.steps.findIndex((step) => step.link === link)
    expect(found.steps.map(({ state }) => state)).toEqual(
      found.steps.map((_step, index) =>
        index < at ? "done" : index > at ? "not_reached" : fix === "by_itself" ? "under_way" : "broken",
      ),
    )
  })

  test("every link is broken by one of these cases", () => {
    expect(new Set(BROKEN.map(([, , link]) => link))).toEqual(new Set(LINKS))
  })

  test("with two broken links, the one nearer to the customer is reported", () => {
    const given = facts({ ...WAITING, mapping: "unmapped", connection: "none" })
    expect(diagnose(given).problem).toBe("unmapped")
  })

  test("without a customer, a held order has the fix of what holds it, and cannot be claimed yet", () => {
    const found = diagnose(facts({ ...WAITING, hasCustomer: false, connection: "revoked" }))
    expect(found).toMatchObject({ problem: "unclaimable", next: "revoked", fix: "reconnect" })
    expect(found.steps.map(({ state }) => state)).toEqual([
      ...["done", "done", "done", "broken", "done", "broken", "not_reached", "not_reached"],
    ])
  })

  test("without a customer, an order on its way is only waited for", () => {
    expect(diagnose(facts({ ...WAITING, hasCustomer: false }))).toMatchObject({
      problem: "unclaimable",
      next: "on_its_way",
      fix: "by_itself",
    })
  })
})

describe("the chain is whole", () => {
  const wholeSteps = (given: Facts) => {
    const { steps, problem, fix } = diagnose(given)
    expect({ problem, fix }).toEqual({ problem: null, fix: null })
    expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(["done"]))
    return steps.map(({ link }) => link)
  }

  test("for an order that Pongo has", () => {
    expect(wholeSteps(facts({}))).toEqual([...LINKS])
  })

  test("for an order that Pongo has, although its location was unmapped, Pongo disconnected and down since", () => {
    wholeSteps(facts({ mapping: "unmapped", connection: "none" }, { isPongoDown: true }))
  })

  test("without checking the customer when only an order was asked about", () => {
    expect(wholeSteps(facts({}, { isCustomerKnown: null }))).not.toContain("customer_known")
  })
})
