import { monitorEventLoopDelay } from "node:perf_hooks"
import {
  AUTO_ACCEPT_CONFIDENCE,
  type LocationToMap,
  type StoreToMap,
  suggestInSteps,
} from "@/lib/mappings/suggest"
import { inTurns } from "@/lib/turns"

const TOWNS: [name: string, postcode: string][] = [
  ...Array.from({ length: 20 }, (_, i): [string, string] => [
    "Paris",
    `750${String(i + 1).padStart(2, "0")}`,
  ]),
  ...Array.from({ length: 9 }, (_, i): [string, string] => ["Lyon", `6900${i + 1}`]),
  ...[
    "Lille 59000",
    "Nantes 44000",
    "Rennes 35000",
    "Bordeaux 33000",
    "Nice 06000",
    "Metz 57000",
    "Tours 37000",
  ].map((town) => town.split(" ") as [string, string]),
]
const STREETS =
  "Paix République Jaurès Victor Hugo Gambetta Voltaire Pasteur Foch Clemenceau Zola Carnot Ferry Lepic Metz"
    .split(" ")
    .concat(
      "Moulin Château Gare Église Marché Fontaine Lilas Peupliers Écoles Tanneurs Remparts Halles Port Canal".split(
        " ",
      ),
    )
const TYPES: [long: string, short: string][] = [
  ["rue de la", "r. de la"],
  ["avenue", "av."],
  ["boulevard", "bd"],
  ["place", "pl."],
]

type Case = { locations: LocationToMap[]; stores: StoreToMap[] }
const none = { address: null, postalCode: null, city: null, phone: null, country: null }

/** A chain of locations, as its POS and as Pongo spell them. */
function chain(size: number): Case {
  const sites = Array.from({ length: size }, (_, i) => {
    const [city, postalCode] = TOWNS[i % TOWNS.length]!
    const street = STREETS[(i * 7) % STREETS.length]!
    const [long, short] = TYPES[(i * 3) % TYPES.length]!
    return { i, city, postalCode, street, long, short, number: 1 + Math.floor(i / STREETS.length) }
  })
  return {
    locations: sites.map(({ i, city, postalCode, street, short, number }) => ({
      ...none,
      ...{ id: `l${String((i * 7919) % size).padStart(6, "0")}-${i}`, storeSlug: null },
      ...{ name: `BRIOCHE ${street} ${number}`.toUpperCase(), address: `${number} ${short} ${street}` },
      ...{ postalCode, city: city.toUpperCase() },
    })),
    stores: sites.map(({ i, city, postalCode, street, long, number }) => ({
      ...none,
      ...{ slug: `s${String((i * 104729) % size).padStart(6, "0")}-${i}`, publicId: null },
      ...{ name: `La Brioche ${city} ${street}`, address: `${number}, ${long} ${street}`, postalCode, city },
    })),
  }
}

/** Worst case: all names are equal, so every pair is a candidate. */
const alike = (size: number): Case => of(size, () => ({ ...none, name: "Brioche Gare", city: "Paris" }))

/** Every field at its maximum length, with distinct words. */
const long = (size: number): Case =>
  of(size, (i) => {
    const words = (count: number) =>
      Array.from({ length: count }, (_, k) => `mot${((i + k) % 500).toString(36)}xyz`)
    return { ...none, name: words(20).join(" "), address: words(30).join(" "), city: words(12).join(" ") }
  })

function of(size: number, site: (i: number) => Omit<StoreToMap, "slug" | "publicId">): Case {
  const numbers = Array.from({ length: size }, (_, i) => i)
  return {
    locations: numbers.map((i) => ({ ...site(i), id: `l-${i}`, storeSlug: null })),
    stores: numbers.map((i) => ({ ...site(i), slug: `s-${i}`, publicId: null })),
  }
}

/** Times suggestions for 3,000 locations and 3,000 stores, and the delay they cause on the event loop. */
export async function benchMappingSuggestions(size = 3_000): Promise<void> {
  const cases = { "a chain": chain(size), "all alike": alike(size), "long names": long(size) }
  for (const [name, { locations, stores }] of Object.entries(cases)) {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const heapBefore = process.memoryUsage().heapUsed
    const [started, cpuBefore] = [performance.now(), process.cpuUsage()]
    delay.enable()
    const found = await inTurns(suggestInSteps(locations, stores, { name: "La Brioche", country: "FR" }))
    delay.disable()
    const seconds = (performance.now() - started) / 1000
    const { user, system } = process.cpuUsage(cpuBefore)
    const right = found.filter(
      ({ locationId, storeSlug }) => locationId.split("-")[1] === storeSlug.split("-")[1],
    )
    const sure = found.filter(({ confidence }) => confidence >= AUTO_ACCEPT_CONFIDENCE)
    console.log(
      `${name}, ${size} × ${size}: ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor), longest hold of the event loop ${(delay.max / 1e6).toFixed(0)} ms, ` +
        `heap +${((process.memoryUsage().heapUsed - heapBefore) / 1e6).toFixed(0)} MB; ${found.length} suggested, ` +
        `${right.length} of them right, ${sure.length} sure`,
    )
  }
}
