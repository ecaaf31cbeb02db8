import { afterAll, beforeAll, expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, eventually, makeMerchant } from "@/db/testing/fixtures"
import { env } from "@/lib/env"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { PONGO_SLOTS } from "@/lib/jobs/list"
import { startSilentPongo } from "./testing/silent-pongo"

let pongo: Awaited<ReturnType<typeof startSilentPongo>>
beforeAll(async () => {
  pongo = await startSilentPongo()
  Object.assign(env, { PONGO_API_URL: pongo.url })
  const { startJobRunner } = await import("./job-runner")
  runner = await startJobRunner()
})
let runner: { stop(): Promise<void> }
afterAll(async () => {
  await pongo.close()
  await runner.stop()
})

async function connected() {
  const { merchantId } = await makeMerchant()
  await connect(merchantId, `token-${merchantId}`)
  return merchantId
}

/** Jobs in every Pongo queue; each would wait for Pongo. */
async function flood(merchantId: string) {
  for (let n = 0; n < 4; n++)
    await Promise.all([
      enqueueJob("refresh_stores", { merchantId }),
      enqueueJob("release_lock", { merchantId, hash: `h-${n}` }),
      enqueueJob("run_replay", { merchantId, replayId: crypto.randomUUID() }),
    ])
}

const locked = async (merchantId: string) =>
  (
    await sql<{ n: number }[]>`
      select count(*)::int as n from graphile_worker._private_jobs
      where locked_at is not null and payload ->> 'merchantId' = ${merchantId}`
  )[0]!.n

test("a merchant whose Pongo does not answer leaves half of the slots to others, and all other jobs run", async () => {
  const [slow, other] = [await connected(), await connected()]
  await flood(slow)
  await eventually("the slow merchant waits for Pongo", async () => (await locked(slow)) > 0)
  await enqueueJob("refresh_stores", { merchantId: other })
  await eventually("the other merchant's stores are asked for", () => pongo.wasAskedBy(`token-${other}`))
  expect(await locked(slow)).toBeLessThanOrEqual(PONGO_SLOTS / 2)
  for (let n = 0; n < PONGO_SLOTS; n++) await enqueueJob("refresh_stores", { merchantId: await connected() })
  await eventually("every slot is taken", async () => {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from graphile_worker._private_jobs where locked_at is not null`
    return row!.n >= PONGO_SLOTS
  })
  await sql`select graphile_worker.add_job('close_days', ${sql.json({ merchantId: other })}::json, job_key => 'probe')`
  await eventually("a job that waits for nobody has run", async () => {
    const left = await sql`select 1 from graphile_worker.jobs where key = 'probe'`
    return left.length === 0
  })
})
