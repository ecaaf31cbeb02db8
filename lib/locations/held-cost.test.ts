import { expect, test } from "vitest"
import { byHeldCost } from "./held-cost"

test("the location where the most money waits comes first, then the most orders, then by name", () => {
  const location = (name: string, heldCents: number, heldOrders: number) => ({ name, heldCents, heldOrders })
  const locations = [
    location("Nice", 0, 0),
    location("Annecy", 0, 0),
    location("Lyon", 900, 1),
    location("Lille", 900, 3),
    location("Paris", 1_000, 1),
  ]
  expect(locations.toSorted(byHeldCost).map(({ name }) => name)).toEqual([
    "Paris",
    "Lille",
    "Lyon",
    "Annecy",
    "Nice",
  ])
})
