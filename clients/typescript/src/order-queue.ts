import { randomUUID } from "node:crypto"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import type { Order, Problem } from "./generated.js"
import { type Journal, openJournal } from "./journal.js"
import { acquireLock } from "./lock-file.js"

export type QueuedOrder = {
  /** Ours, also its first `Idempotency-Key`. */
  id: string
  /** When it was submitted, ISO 8601. */
  at: string
  order: Order
}

/** An order that the server will never take as it is. It stays here until somebody dismisses it. */
export type RejectedOrder = QueuedOrder & {
  rejectedAt: string
  problem: Problem
}

/** What became of orders of the queue. */
type Verdicts = {
  accepted: string[]
  rejected: { id: string; problem: Problem }[]
}

export type OrderQueue = {
  /** The order is on the disk when it returns. */
  add(order: Order): Promise<QueuedOrder>
  /** Oldest first. */
  pending(): readonly QueuedOrder[]
  rejected(): readonly RejectedOrder[]
  settle(verdicts: Verdicts): Promise<void>
  dismiss(id: string): Promise<void>
  close(): Promise<void>
}

type Entry =
  | { t: "order"; id: string; at: string; order: Order }
  | { t: "accepted"; id: string }
  | { t: "rejected"; id: string; at: string; problem: Problem }
  | { t: "dismissed"; id: string }

/** Lines that say nothing any more, above which the file is written anew. */
const DEAD_LINES = 1_000

/**
 * The orders of one till that are not with the server yet. In `folder` they survive a crash at any moment; without one
 * they are lost when the process ends.
 * @throws QueueInUseError when another process has the folder
 */
export async function openOrderQueue(folder: string | undefined): Promise<OrderQueue> {
  const { journal, entries, damaged, release } = await openStore(folder)
  const pending = new Map<string, QueuedOrder>()
  const rejected = new Map<string, RejectedOrder>()
  for (const entry of entries) apply(entry)
  let lines = entries.length
  if (damaged > 0 || lines > liveLines()) await compact()

  function apply(entry: Entry) {
    if (entry.t === "order") pending.set(entry.id, { id: entry.id, at: entry.at, order: entry.order })
    if (entry.t === "accepted") pending.delete(entry.id)
    if (entry.t === "dismissed") rejected.delete(entry.id)
    if (entry.t !== "rejected") return
    const order = pending.get(entry.id)
    pending.delete(entry.id)
    if (order) rejected.set(entry.id, { ...order, rejectedAt: entry.at, problem: entry.problem })
  }

  function liveLines() {
    return pending.size + rejected.size * 2
  }

  async function compact() {
    await journal.rewrite(() => {
      const kept = liveEntries()
      lines = kept.length
      return kept
    })
  }

  function liveEntries(): Entry[] {
    return [
      ...[...rejected.values()].flatMap(({ id, at, order, rejectedAt, problem }): Entry[] => [
        { t: "order", id, at, order },
        { t: "rejected", id, at: rejectedAt, problem },
      ]),
      ...[...pending.values()].map(({ id, at, order }): Entry => ({ t: "order", id, at, order })),
    ]
  }

  async function write(added: Entry[]) {
    await journal.append(added, () => {
      lines += added.length
      for (const entry of added) apply(entry)
    })
  }

  return {
    async add(order) {
      const queued = { id: randomUUID(), at: new Date().toISOString(), order }
      await write([{ t: "order", ...queued }])
      return queued
    },
    pending: () => [...pending.values()],
    rejected: () => [...rejected.values()],
    async settle(verdicts) {
      const at = new Date().toISOString()
      await write([
        ...verdicts.accepted.map((id): Entry => ({ t: "accepted", id })),
        ...verdicts.rejected.map(({ id, problem }): Entry => ({ t: "rejected", id, at, problem })),
      ])
      if (lines > DEAD_LINES + 2 * liveLines()) await compact()
    },
    async dismiss(id) {
      if (rejected.has(id)) await write([{ t: "dismissed", id }])
    },
    async close() {
      await journal.close()
      await release()
    },
  }
}

async function openStore(folder: string | undefined) {
  if (folder === undefined) {
    const nothing = async () => {}
    const append = async (_: unknown, onDisk: () => void) => onDisk()
    const journal: Journal = { append, rewrite: nothing, close: nothing }
    return { journal, entries: [], damaged: 0, release: nothing }
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = await acquireLock(join(folder, "orders.lock"))
  try {
    const opened = await openJournal(join(folder, "orders.jsonl"), lock.check)
    return { ...opened, entries: opened.entries as Entry[], release: lock.release }
  } catch (error) {
    await lock.release()
    throw error
  }
}
