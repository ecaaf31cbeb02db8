import { expect, test } from "vitest"
import { type LocationToMap, type StoreToMap, suggestStores } from "./suggest"
import { HELD_BACK } from "./testing/held-back-pairs"
import { LABELLED } from "./testing/labelled-pairs"

/** All labelled merchants as one: about 300 locations and stores, where each has few candidates. */
function everything() {
  const locations: LocationToMap[] = []
  const stores: StoreToMap[] = []
  for (const [index, line] of `${LABELLED}\n${HELD_BACK}`.split("\n").entries()) {
    if (!line.includes("=") || line.startsWith("*")) continue
    const [left = "", right = ""] = line.split("=")
    const id = String(index)
    if (right.trim()) stores.push({ slug: id, publicId: null, ...placeOf(right) })
    if (left.trim()) locations.push({ id, storeSlug: null, ...placeOf(left) })
  }
  return { locations, stores }
}

function placeOf(text: string) {
  const [name = "", address, postalCode, city, phone] = text.split("|").map((field) => field.trim())
  return {
    ...{ name, address: address || null, postalCode: postalCode || null },
    ...{ city: city || null, phone: phone || null, country: null },
  }
}

test("skipping unlikely stores before weighing changes at most one suggestion in a hundred", () => {
  const { locations, stores } = everything()
  const merchant = { name: "Tous", country: "FR" }
  const pairs = (most: number) =>
    new Set(
      suggestStores(locations, stores, merchant, most).map(
        ({ locationId, storeSlug }) => `${locationId} ${storeSlug}`,
      ),
    )
  const [few, all] = [pairs(50), pairs(stores.length)]
  const same = [...few].filter((pair) => all.has(pair))
  console.info(
    `mapping suggestions, ${locations.length} × ${stores.length}: ${all.size} of all pairs, ${few.size} of 50 candidates, ${same.length} the same`,
  )
  expect(stores.length).toBeGreaterThan(250)
  expect(same.length).toBeGreaterThanOrEqual(0.99 * all.size)
})
