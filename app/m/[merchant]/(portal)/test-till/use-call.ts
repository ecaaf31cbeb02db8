"use client"
import { useRef, useState } from "react"
import type { Called, Refused } from "./call-till"

/** Runs one call at a time, however often it is pressed, and keeps its refusal. */
export function useCall() {
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refused>()
  const running = useRef(false)

  async function run<Answer>(work: () => Promise<Called<Answer>>): Promise<Called<Answer> | undefined> {
    if (running.current) return undefined
    running.current = true
    setBusy(true)
    const called = await work()
    running.current = false
    setBusy(false)
    setRefusal(called.ok ? undefined : called)
    return called
  }

  return { isBusy, refusal, run, forget: () => setRefusal(undefined) }
}
