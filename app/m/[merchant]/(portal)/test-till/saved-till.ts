"use client"
import { useSyncExternalStore } from "react"
import { z } from "zod"
import { orderAnswer } from "@/lib/orders/schema"
import { newTicketNumber, ticketLine } from "./ticket"

const ticket = z.object({
  number: z.string(),
  customerId: z.string().nullable(),
  lines: z.array(ticketLine),
  /** Comptoir's last answer about it; null until it was handed over. */
  order: orderAnswer.nullable(),
})
export type Ticket = z.infer<typeof ticket>

/** A call without an answer yet. `isWithPin`: its body had a PIN too, which is not stored. */
const unanswered = z.object({
  path: z.string(),
  body: z.record(z.string(), z.unknown()),
  key: z.string(),
  isWithPin: z.boolean(),
  /** Whether it is the first attempt and still running. Not after a reload. */
  isSending: z.boolean().transform((): boolean => false),
})

const savedTill = z.object({
  till: z.object({ id: z.uuid(), locationRef: z.string(), locationName: z.string() }),
  ticket,
  /** By purpose. */
  unanswered: z.record(z.string(), unanswered),
})
export type SavedTill = z.infer<typeof savedTill>

export const newTicket = (): Ticket => ({
  number: newTicketNumber(),
  customerId: null,
  lines: [],
  order: null,
})

export const newTill = (till: SavedTill["till"]): SavedTill => ({
  till,
  ticket: newTicket(),
  unanswered: {},
})

/**
 * The open till of each merchant and its ticket, shared by every visit of the page and kept in the tab's session
 * storage: they survive a reload, and another tab has a till of its own. The till's key is never stored.
 */
const tills = new Map<string, SavedTill | null>()
const listeners = new Set<() => void>()
const nameFor = (merchant: string) => `test-till:${merchant}`

function load(merchant: string): SavedTill | null {
  if (!tills.has(merchant)) tills.set(merchant, readStorage(merchant))
  return tills.get(merchant) ?? null
}

/** Null as well when the browser allows no storage, or it holds something else. */
function readStorage(merchant: string): SavedTill | null {
  try {
    return savedTill.parse(JSON.parse(sessionStorage.getItem(nameFor(merchant)) ?? "null"))
  } catch {
    return null
  }
}

export function changeTill(merchant: string, edit: (saved: SavedTill | null) => SavedTill | null): void {
  const next = edit(load(merchant))
  tills.set(merchant, next)
  try {
    if (next) sessionStorage.setItem(nameFor(merchant), JSON.stringify(next))
    else sessionStorage.removeItem(nameFor(merchant))
  } catch {
    // Without storage the till works until the page is reloaded.
  }
  for (const listener of listeners) listener()
}

/** Undefined until the browser's storage was read. */
export function useSavedTill(merchant: string): SavedTill | null | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => load(merchant),
    () => undefined,
  )
}
