import { spawn } from "node:child_process"
import { appendFileSync, existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { QueueInUseError } from "./lock-file.js"
import { type OrderQueue, openOrderQueue } from "./order-queue.js"
import { anOrder } from "./testing/order.js"
import { problem, temporaryFolder } from "./testing/server.js"

const numbers = (queue: OrderQueue) => queue.pending().map(({ order }) => order.order_id)
const conflict = problem(409, "order_conflict") as never

async function opened(folder: string): Promise<OrderQueue> {
  const queue = await openOrderQueue(folder)
  onTestFinished(() => queue.close().catch(() => {}))
  return queue
}

/** Starts another till program on the same folder. */
function startOther(folder: string) {
  const script = "clients/typescript/src/testing/submit-for-ever.ts"
  const child = spawn(process.execPath, ["--import", "tsx", script, folder])
  let out = ""
  let errors = ""
  child.stdout.on("data", (chunk) => {
    out += chunk
  })
  child.stderr.on("data", (chunk) => {
    errors += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on("exit", (code) => resolve(code)))
  onTestFinished(() => void child.kill("SIGKILL"))
  return {
    child,
    ended,
    stored: () => out.split("\n").slice(0, -1),
    errors: () => errors,
    async hasStored(count: number) {
      while (out.split("\n").length <= count && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 5))
    },
  }
}

describe("the queue on the disk", () => {
  test("returns added orders, in order, with their outcome", async () => {
    const folder = temporaryFolder()
    const queue = await opened(folder)
    const [a, b, c] = await Promise.all(["A", "B", "C"].map((number) => queue.add(anOrder(number))))
    await queue.settle({ accepted: [a!.id], rejected: [{ id: b!.id, problem: conflict }] })
    await queue.close()
    const again = await opened(folder)
    expect(numbers(again)).toEqual(["C"])
    expect(again.pending()[0]).toEqual(c)
    expect(again.rejected()).toMatchObject([{ id: b!.id, problem: { code: "order_conflict" } }])
    await again.dismiss(b!.id)
    await again.close()
    expect((await opened(folder)).rejected()).toEqual([])
  })

  for (const [what, torn] of [
    ["half a line", '{"t":"order","id":"x","at":"2026'],
    ["a whole line without its end", '{"t":"accepted","id":"x"}'],
    ["half a character", Buffer.from('{"name":"Caf\u00e9').subarray(0, -1)],
  ] as const)
    test(`a crash in the middle of a write left ${what}: it is dropped, the rest stays, and new lines are intact`, async () => {
      const folder = temporaryFolder()
      const queue = await opened(folder)
      await queue.add(anOrder("A"))
      await queue.close()
      appendFileSync(join(folder, "orders.jsonl"), torn)
      const again = await opened(folder)
      await again.add(anOrder("B"))
      await again.close()
      expect(numbers(await opened(folder))).toEqual(["A", "B"])
      expect(existsSync(join(folder, "orders.jsonl.damaged"))).toBe(false)
    })

  test("a damaged line costs no other line and is set aside", async () => {
    const folder = temporaryFolder()
    const queue = await opened(folder)
    await queue.add(anOrder("A"))
    await queue.close()
    appendFileSync(join(folder, "orders.jsonl"), "\0\0\0\n")
    const again = await opened(folder)
    await again.add(anOrder("B"))
    expect(numbers(again)).toEqual(["A", "B"])
    expect(readFileSync(join(folder, "orders.jsonl.damaged"), "utf8")).toBe("\0\0\0\n")
    expect(readFileSync(join(folder, "orders.jsonl"), "utf8")).not.toContain("\0")
  })

  test("a crash during a rewrite leaves the old file", async () => {
    const folder = temporaryFolder()
    const queue = await opened(folder)
    await queue.add(anOrder("A"))
    await queue.close()
    writeFileSync(join(folder, "orders.jsonl.tmp"), '{"t":"order"')
    expect(numbers(await opened(folder))).toEqual(["A"])
    expect(existsSync(join(folder, "orders.jsonl.tmp"))).toBe(false)
  })

  test("the file does not grow with sent orders, and loses nothing added meanwhile", async () => {
    const folder = temporaryFolder()
    const queue = await opened(folder)
    for (let round = 0; round < 8; round++) {
      const added = await Promise.all(
        Array.from({ length: 100 }, (_, i) => queue.add(anOrder(`${round}-${i}`))),
      )
      const late = [queue.add(anOrder(`late-${round}-1`)), queue.add(anOrder(`late-${round}-2`))]
      await queue.settle({ accepted: added.map(({ id }) => id), rejected: [] })
      await Promise.all(late)
    }
    await queue.close()
    expect(readFileSync(join(folder, "orders.jsonl"), "utf8").split("\n").length).toBeLessThan(1_200)
    const left = await opened(folder)
    expect(numbers(left)).toHaveLength(16)
    expect(readFileSync(join(folder, "orders.jsonl"), "utf8").split("\n")).toHaveLength(17)
  })

  test("killed while writing: every confirmed order is there, once, in order", async () => {
    const folder = temporaryFolder()
    const other = startOther(folder)
    await other.hasStored(40)
    other.child.kill("SIGKILL")
    await other.ended
    const confirmed = other.stored()
    expect(confirmed.length).toBeGreaterThanOrEqual(40)
    const queue = await opened(folder)
    expect(numbers(queue).slice(0, confirmed.length)).toEqual(confirmed)
    expect(numbers(queue).length - confirmed.length).toBeLessThanOrEqual(1)
  })
})

describe("two tills on one folder", () => {
  test("the second process is refused while the first lives", async () => {
    const folder = temporaryFolder()
    const first = startOther(folder)
    await first.hasStored(1)
    await expect(openOrderQueue(folder)).rejects.toThrow(QueueInUseError)
    const second = startOther(folder)
    expect(await second.ended).toBe(3)
    expect(second.errors()).toContain("queue_in_use")
    expect(second.stored()).toEqual([])
  })

  test("so is a second client in the same process", async () => {
    const folder = temporaryFolder()
    await opened(folder)
    await expect(openOrderQueue(folder)).rejects.toThrow(QueueInUseError)
  })

  test("of several processes that find a dead holder's lock, one gets it", async () => {
    const folder = temporaryFolder()
    writeFileSync(
      join(folder, "orders.lock"),
      JSON.stringify({ token: "x", pid: 2 ** 22 + 1, host: hostname() }),
    )
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => opened(folder)))
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  })

  test("another machine's lock holds until it has been silent for half a minute", async () => {
    const folder = temporaryFolder()
    const lock = join(folder, "orders.lock")
    writeFileSync(lock, JSON.stringify({ token: "x", pid: 1, host: "another" }))
    await expect(openOrderQueue(folder)).rejects.toThrow("process 1 on another")
    const then = new Date(Date.now() - 31_000)
    utimesSync(lock, then, then)
    await opened(folder)
  })

  test("a lock from an earlier process with this pid is stale", async () => {
    const folder = temporaryFolder()
    writeFileSync(
      join(folder, "orders.lock"),
      JSON.stringify({ token: "before", pid: process.pid, host: hostname() }),
    )
    await opened(folder)
  })

  test("a process taken for dead writes nothing more", async () => {
    const folder = temporaryFolder()
    const sleeper = await opened(folder)
    writeFileSync(join(folder, "orders.lock"), JSON.stringify({ token: "y", pid: 1, host: "another" }))
    const before = readFileSync(join(folder, "orders.jsonl"), "utf8")
    await expect(sleeper.add(anOrder("A"))).rejects.toThrow("belongs to another process")
    expect(readFileSync(join(folder, "orders.jsonl"), "utf8")).toBe(before)
    expect(numbers(sleeper)).toEqual([])
  })
})
