"use client"
import { useRouter } from "next/navigation"
import { type ReactNode, useEffect, useState } from "react"

const EVERY_MS = 5_000
/** Whoever has this on the page is at work on its rows: they stay as they are. */
const PAUSING = "[data-pauses-refresh]"

/**
 * Shows the page's rows anew, every 5 s unless told otherwise, while somebody can see it, and at once when they come back.
 * While rows are selected it waits. With words it says quietly which of the two it does.
 */
export function LiveRefresh({
  everyMs = EVERY_MS,
  words,
}: {
  everyMs?: number
  words?: { on: ReactNode; paused: ReactNode }
}) {
  const router = useRouter()
  const [isPaused, setPaused] = useState(false)
  const isSpoken = words !== undefined
  useEffect(() => {
    const look = () => {
      const pausing = document.querySelector(PAUSING) !== null
      setPaused(pausing)
      return pausing
    }
    const refresh = () => {
      if (document.visibilityState === "visible" && !look()) router.refresh()
    }
    const timer = setInterval(refresh, everyMs)
    const observer = new MutationObserver(look)
    if (isSpoken) observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener("visibilitychange", refresh)
    return () => {
      clearInterval(timer)
      observer.disconnect()
      document.removeEventListener("visibilitychange", refresh)
    }
  }, [router, everyMs, isSpoken])
  if (!words) return null
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className={`size-1.5 rounded-full ${isPaused ? "bg-edge" : "bg-delivered"}`} />
      {isPaused ? words.paused : words.on}
    </span>
  )
}
