"use client"
import { type ReactNode, useEffect, useState } from "react"
import { useRouter } from "@/components/link"

const EVERY_MS = 5_000
/** Whoever has this on the page is at work on its rows: they stay as they are. */
const PAUSING = "[data-pauses-refresh]"
/** Waiting longer would overtake the next round. */
const ANSWER_MS = 4_000

const DOT = { on: "bg-delivered", paused: "bg-edge", unreachable: "bg-retrying" }

/**
 * Shows the page's rows anew, every 5 s unless told otherwise, while somebody can see it, and at once when they come back.
 * While rows are selected it waits, and while nobody answers. With words it says quietly which of these it does.
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

/** Asked first, because next answers a refresh that fails by leaving the page for the browser's error page. */
const isServing = (): Promise<boolean> =>
  fetch("/api/ready", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) }).then(
    ({ ok }) => ok,
    () => false,
  )
