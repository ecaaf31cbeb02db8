import { describe, expect, test } from "vitest"
import {
  emptyFigures,
  type Figures,
  type Group,
  isSame,
  isWhole,
  missingAtPongo,
  posGap,
  sumFigures,
  withGroup,
} from "./figures"

const group = (changes: Partial<Group> = {}): Group => ({
  status: "delivered",
  reason: null,
  isPaid: true,
  isDue: true,
  isSent: true,
  orders: 1,
  cents: 100,
  ...changes,
})
const of = (...groups: Partial<Group>[]): Figures =>
  groups.reduce<Figures>((figures, changes) => withGroup(figures, group(changes)), emptyFigures())
const STANDINGS = ["waitingPayment", "held", "queued", "retrying", "accepted", "failed", "skipped"] as const

const MIXED = of(
  { orders: 7 },
  { status: "queued", isSent: false },
  { status: "sending" },
  { status: "retrying", cents: 30 },
  { status: "held", reason: "location_unmapped", isSent: false, orders: 3 },
  { status: "held", reason: "location_unmapped" },
  { status: "failed", reason: "rejected_by_pongo", orders: 2 },
  { status: "failed", reason: "retries_exhausted", isDue: false },
  { status: "skipped", reason: "cancelled", isPaid: false, isDue: false, isSent: false },
  { status: "skipped", reason: "anonymous_orders_off", isSent: false },
  { status: "waiting_payment", isPaid: false, isDue: false, isSent: false },
)

test("every order counts in exactly one state, and the states add up to the orders received", () => {
  for (const key of ["orders", "cents"] as const)
    expect(STANDINGS.reduce((sum, standing) => sum + MIXED[standing][key], 0)).toBe(MIXED.received[key])
})

test("the gap is due orders that are queued, retrying, held or failed; a replay can send the failed ones", () => {
  expect(MIXED.gap).toEqual({ orders: 9, cents: 530 })
  expect(MIXED.replayable).toEqual({ orders: 2, cents: 100 })
  expect(MIXED.failed.orders).toBe(3)
})

test("held orders count as held, with their reason", () => {
  expect(MIXED.held).toEqual({ orders: 4, cents: 200 })
  expect(MIXED.reasons.location_unmapped).toEqual({ orders: 4, cents: 200 })
})

test("the sum of days equals one day with all their orders", () => {
  const one = of({ orders: 2 }, { status: "failed", reason: "rejected_by_pongo" })
  const other = of(
    { status: "failed", reason: "rejected_by_pongo" },
    { status: "skipped", reason: "cancelled" },
  )
  expect(sumFigures([one, other])).toEqual(
    of(
      { orders: 2 },
      { status: "failed", reason: "rejected_by_pongo", orders: 2, cents: 200 },
      { status: "skipped", reason: "cancelled" },
    ),
  )
  expect(sumFigures([])).toEqual(emptyFigures())
})

describe("a day is whole", () => {
  const paid = (orders: number, cents: number) => ({ orders, cents })
  test.each([
    ["when every due order is at Pongo and the POS reports nothing", of({}), null, true],
    ["when the POS agrees to the cent", of({}), paid(1, 100), true],
    ["unless the POS has a different amount", of({}), paid(1, 101), false],
    ["unless the POS has one order fewer", of({}, {}), paid(1, 200), false],
    ["unless one waits", of({ status: "queued" }), paid(1, 100), false],
    ["when the remaining order was cancelled", of({ status: "failed", isDue: false }), null, true],
  ])("%s", (_, figures, reported, isSo) => {
    expect(isWhole({ figures, reported })).toBe(isSo)
  })
})

test("orders missing from the POS are a gap, but not missing at Pongo", () => {
  const figures = of({}, {})
  const reported = { orders: 1, cents: 100 }
  expect(posGap(figures.paid, reported)).toEqual({ orders: -1, cents: -100 })
  expect(missingAtPongo({ figures, reported, absent: null })).toEqual({ orders: 0, cents: 0 })
  expect(missingAtPongo({ figures, reported, absent: 1 })).toEqual({ orders: 1, cents: 0 })
})

test("a day changes when an order changes state, not when it is merely tried again", () => {
  expect(isSame(of({}), of({}))).toBe(true)
  expect(isSame(of({ status: "retrying", isSent: false }), of({ status: "retrying" }))).toBe(true)
  expect(isSame(of({}), of({ status: "failed" }))).toBe(false)
  expect(isSame(of({}), of({ cents: 99 }))).toBe(false)
})
