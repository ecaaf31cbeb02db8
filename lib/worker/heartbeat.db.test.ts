import { makeWorkerUtils } from "graphile-worker"
import { expect, onTestFinished, test } from "vitest"
import { sql } from "@/db/index"
import { LIMITS } from "@/db/work"
import { newId } from "@/lib/id"
import { createHeartbeat } from "./heartbeat"
import { queueUrl } from "./queue-url"

/** A worker that holds a job; the test controls its clock. */
async function makeWorker() {
  const id = newId()
  let seconds = 0
  const beat = createHeartbeat(() => seconds * 1000)
  const [job] = await sql<{ id: string }[]>`select id from graphile_worker.add_job('probe', '{}')`
  await sql`
    update graphile_worker._private_jobs set locked_by = ${id}, locked_at = now() where id = ${job!.id}`
  return {
    beat: () => beat([id]),
    /** Beats every 10 s. */
    live: async (forSeconds: number) => {
      for (const end = seconds + forSeconds; seconds < end; ) {
        seconds += 10
        await beat([id])
      }
    },
    sleep: (forSeconds: number) => {
      seconds += forSeconds
    },
    holdsJob: async () =>
      (await sql`select 1 from graphile_worker._private_jobs where id = ${job!.id} and locked_by = ${id}`)
        .length === 1,
  }
}

const pass = (seconds: number) =>
  sql`update workers set beat_at = beat_at - make_interval(secs => ${seconds})`

test("after an outage of the database the first worker back does not free the jobs of the others", async () => {
  const [first, second] = [await makeWorker(), await makeWorker()]
  await first.live(120)
  await second.live(120)
  await pass(90)
  first.sleep(90)
  second.sleep(90)
  await first.beat()
  expect(await second.holdsJob()).toBe(true)
  await second.beat()
  await first.live(120)
  expect(await second.holdsJob()).toBe(true)
})

test("a worker that just started does not free the jobs of workers that are not back yet", async () => {
  const [started, other] = [await makeWorker(), await makeWorker()]
  await other.beat()
  await pass(90)
  await started.beat()
  expect(await other.holdsJob()).toBe(true)
})

test("the jobs of a worker that died are freed once another worker has been alive for a minute since", async () => {
  const [alive, dead] = [await makeWorker(), await makeWorker()]
  await dead.beat()
  await alive.beat()
  await pass(61)
  await alive.live(60)
  expect(await dead.holdsJob()).toBe(false)
  expect(await alive.holdsJob()).toBe(true)
})

test("the connections of the job queue have the timeouts of background work", async () => {
  const queue = await makeWorkerUtils({ connectionString: queueUrl(), noPreparedStatements: true })
  onTestFinished(() => queue.release())
  const { rows } = await queue.withPgClient((client) =>
    client.query(`
      select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
             current_setting('idle_in_transaction_session_timeout') as idle`),
  )
  const { statementMs, lockMs, idleInTransactionMs } = LIMITS.job
  expect(rows).toEqual([
    {
      statement: `${statementMs / 1000}s`,
      lock: `${lockMs / 1000}s`,
      idle: `${idleInTransactionMs / 1000}s`,
    },
  ])
})
