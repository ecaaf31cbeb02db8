"use client"
import { useState } from "react"
import type { Called } from "./call-till"

/** Calls without a PIN first. When Pongo wants one, the customer is asked for it and the call is made again. */
export function usePin<Asked>(send: (asked: Asked, pin?: string) => Promise<Called<unknown> | undefined>) {
  const [waiting, setWaiting] = useState<{ asked: Asked; sentence: string }>()

  async function ask(asked: Asked, pin?: string) {
    const called = await send(asked, pin)
    const isRefused = called?.ok === false && called.code === "pin_refused"
    setWaiting(isRefused ? { asked, sentence: called.sentence } : undefined)
    return called
  }

  return {
    ask,
    /** The sentence that asks for the PIN, while one is wanted. */
    sentence: waiting?.sentence,
    enter: (pin: string) => (waiting ? ask(waiting.asked, pin) : Promise.resolve(undefined)),
    dismiss: () => setWaiting(undefined),
  }
}
