"use client"
import { useLocale, useTranslations } from "next-intl"
import { useEffect, useState } from "react"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import { type Called, callTill, newKey, type Session } from "./call-till"
import { nextStep, settling } from "./next-step"
import { changeTill, newTicket, type SavedTill, type Ticket } from "./saved-till"

/** Calls the checkout API with the till's key. */
export type Call = <Answer>(
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
  key?: string,
) => Promise<Called<Answer>>

/** The ticket of an open till, and its calls. `isLost`: the API refuses the till's key. */
export function useTicket(merchant: string, session: Session, saved: SavedTill) {
  const t = useTranslations("testTill")
  const locale = useLocale()
  const [lostKey, setLostKey] = useState<string>()
  const [known, setProfile] = useState<LoyaltyProfile>()
  const { ticket } = saved
  const profile = known?.customer.id === ticket.customerId ? known : undefined

  const call: Call = async (...asked) => {
    const called = await callTill<never>(session, locale, t("unreachable"), ...asked)
    if (!called.ok && ["unauthorized", "key_revoked"].includes(called.code)) setLostKey(session.key)
    return called
  }

  const edit = (change: (ticket: Ticket) => Partial<Ticket>) =>
    changeTill(merchant, (now) => now && { ...now, ticket: { ...now.ticket, ...change(now.ticket) } })

  const setUnanswered = (change: (before: SavedTill["unanswered"]) => SavedTill["unanswered"]) =>
    changeTill(merchant, (now) => now && { ...now, unanswered: change(now.unanswered) })

  /**
   * Posts with a key that is saved until the call is answered. The same purpose again, even after a reload, repeats the
   * same call, so it has one effect.
   */
  async function send<Answer>(
    purpose: string,
    path: string,
    body: Record<string, unknown>,
    pin?: string,
  ): Promise<Called<Answer>> {
    const earlier = saved.unanswered[purpose]
    const asked = earlier ?? { path, body, key: newKey(), isWithPin: pin !== undefined }
    setUnanswered((before) => ({ ...before, [purpose]: { ...asked, isSending: !earlier } }))
    const called = await call<Answer>("POST", asked.path, { ...asked.body, ...(pin && { pin }) }, asked.key)
    setUnanswered(({ [purpose]: _, ...rest }) =>
      called.ok || !called.isUncertain ? rest : { ...rest, [purpose]: { ...asked, isSending: false } },
    )
    return called
  }

  const showProfile = (next: LoyaltyProfile | undefined) => {
    setProfile(next)
    edit(() => ({ customerId: next?.customer.id ?? null }))
  }

  async function readProfile() {
    if (!ticket.customerId) return
    const query = new URLSearchParams({ location_id: session.locationRef })
    const called = await call<LoyaltyProfile>("GET", `/customers/${ticket.customerId}?${query}`)
    if (called.ok) setProfile(called.data)
    return called
  }

  return {
    session,
    ticket,
    unanswered: saved.unanswered,
    step: nextStep(saved),
    isSettling: settling(ticket.number).some((purpose) => saved.unanswered[purpose]?.isSending),
    profile,
    isLost: lostKey === session.key,
    call,
    send,
    edit,
    showProfile,
    readProfile,
    restart: () => edit(newTicket),
  }
}
export type OpenTicket = ReturnType<typeof useTicket>

/** Reads the customer of a ticket that was restored after a reload. */
export function useRestoredCustomer({ ticket, profile, readProfile, isLost }: OpenTicket) {
  const [refusal, setRefusal] = useState<string>()
  const [restoredId] = useState(ticket.customerId)
  const isMissing = restoredId !== null && ticket.customerId === restoredId && !profile && !isLost
  async function read() {
    setRefusal(undefined)
    const called = await readProfile()
    if (called && !called.ok) setRefusal(called.sentence)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: one read for each customer; `read` again is a press.
  useEffect(() => {
    if (isMissing) void read()
  }, [isMissing])
  return { isMissing, refusal, read }
}
