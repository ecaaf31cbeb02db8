import autocannon from "autocannon"
import { Agent, request } from "undici"
import { startNext, startWeb } from "../bin/stack/processes"
import { benchDatabase, benchSettings, startServer } from "./stack"

const ROUNDS = 5
const SECONDS = 3
const READERS = 40

type Times = { p50: number; p99: number; pages: number }

/**
 * One till calls GET /status in a loop while 40 browsers load the sign-in page: through Next alone, then through the
 * front.
 */
export async function benchTillsBesidePages(): Promise<void> {
  const database = await benchDatabase()
  Object.assign(process.env, benchSettings(database.url))
  const { makeMerchant } = await import("../db/testing/fixtures")
  const { key } = await makeMerchant()
  const servers = {
    "Next alone": await startServer(startNext, 3450),
    "the front": await startServer(startWeb, 3400),
  }
  const found = new Map<string, Times[]>()
  try {
    for (let round = 0; round <= ROUNDS; round++)
      for (const [name, { url }] of Object.entries(servers))
        for (const readers of [0, READERS]) {
          const times = await measure(url, key, readers)
          // The first round is a warm-up.
          const line = `${name}, ${readers} readers`
          if (round > 0) found.set(line, [...(found.get(line) ?? []), times])
        }
    console.log(
      `\ntills-beside-pages: GET /status in a loop; medians of ${ROUNDS} alternating rounds of ${SECONDS} s`,
    )
    for (const [name, rounds] of found)
      console.log(
        `  ${name.padEnd(26)} p50 ${median(rounds, "p50").toFixed(1).padStart(7)} ms   ` +
          `p99 ${median(rounds, "p99").toFixed(1).padStart(7)} ms   ${median(rounds, "pages").toFixed(0)} pages/s`,
      )
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.process.stop()))
    const { closeDatabase } = await import("../db/index")
    await closeDatabase()
    await database.close()
  }
}

async function measure(url: string, key: string, readers: number): Promise<Times> {
  const reading = readers
    ? autocannon({ url: `${url}/sign-in`, connections: readers, duration: SECONDS })
    : undefined
  const till = new Agent({ connections: 1 })
  const times: number[] = []
  for (const until = performance.now() + SECONDS * 1000; performance.now() < until; ) {
    const startedAt = performance.now()
    const answer = await request(`${url}/api/pos/v1/status`, {
      headers: { authorization: `Bearer ${key}` },
      dispatcher: till,
    })
    await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`GET /status answered ${answer.statusCode}`)
    times.push(performance.now() - startedAt)
  }
  await till.close()
  const pages = (await reading)?.["2xx"] ?? 0
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor((times.length - 1) * share)]!
  return { p50: at(0.5), p99: at(0.99), pages: pages / SECONDS }
}

function median(rounds: Times[], of: keyof Times): number {
  const sorted = rounds.map((times) => times[of]).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}
