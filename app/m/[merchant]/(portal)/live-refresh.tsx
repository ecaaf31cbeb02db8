"use client"
import { type ReactNode, useEffect, useState } from "react"
import { useRouter } from "@/components/link"

const EVERY_MS = 5_000
/** An element with this attribute pauses the refresh: somebody is working on the rows. */
const PAUSING = "[data-pauses-refresh]"
/** Timeout of the check. A longer one would run into the next round. */
const ANSWER_MS = 4_000

const DOT = { on: "bg-delivered", paused: "bg-edge", unreachable: "bg-retrying" }

/**
 * Refreshes the page's rows while the tab is visible, every 5 s by default, and at once when it becomes visible again.
 * Pauses while rows are selected or the server does not answer. Shows its state if `words` is given.
 */
export function LiveRefresh({
  everyMs = EVERY_MS,
  words,
}: {
  everyMs?: number
  words?: Record<"on" | "paused" | "unreachable", ReactNode>
}) {
  const router = useRouter()
  const [isPaused, setPaused] = useState(false)
  const [isReached, setReached] = useState(true)
  const isSpoken = words !== undefined
  useEffect(() => {
    const look = () => {
      const pausing = document.querySelector(PAUSING) !== null
      setPaused(pausing)
      return pausing
    }
    let isGone = false
    const refresh = async () => {
      if (document.visibilityState !== "visible" || look()) return
      const reached = await isServing()
      if (isGone) return
      setReached(reached)
      if (reached && !look()) router.refresh()
    }
    const timer = setInterval(refresh, everyMs)
    const observer = new MutationObserver(look)
    if (isSpoken) observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener("visibilitychange", refresh)
    return () => {
      isGone = true
      clearInterval(timer)
      observer.disconnect()
      document.removeEventListener("visibilitychange", refresh)
    }
  }, [router, everyMs, isSpoken])
  if (!words) return null
  const state = isPaused ? "paused" : isReached ? "on" : "unreachable"
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className={`size-1.5 rounded-full ${DOT[state]}`} />
      {words[state]}
    </span>
  )
}

/** Checks first: when a refresh fails, Next leaves for the browser's error page. */
const isServing = (): Promise<boolean> =>
  fetch("/api/ready", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) }).then(
    ({ ok }) => ok,
    () => false,
  )
