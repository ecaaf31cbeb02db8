"use client"
import { useRouter } from "next/navigation"
import { useEffect } from "react"

const EVERY_MS = 5_000

/** Shows the page's rows anew, every 5 s unless told otherwise, while somebody can see it, and at once when they come back. */
export function LiveRefresh({ everyMs = EVERY_MS }: { everyMs?: number }) {
  const router = useRouter()
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === "visible") router.refresh()
    }
    const timer = setInterval(refresh, everyMs)
    document.addEventListener("visibilitychange", refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener("visibilitychange", refresh)
    }
  }, [router, everyMs])
  return null
}
