import { expect, test } from "vitest"
import { byHeldCost } from "./held-cost"

test("the location where the most money waits comes first, then the most orders, then by name", () => {
  const place = (name: string, heldCents: number, heldOrders: number) => ({ name, heldCents, heldOrders })
  const places = [
    place("Nice", 0, 0),
    place("Annecy", 0, 0),
    place("Lyon", 900, 1),
    place("Lille", 900, 3),
    place("Paris", 1_000, 1),
  ]
  expect(places.toSorted(byHeldCost).map(({ name }) => name)).toEqual([
    "Paris",
    "Lille",
    "Lyon",
    "Annecy",
    "Nice",
  ])
})
