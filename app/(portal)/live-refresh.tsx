"use client"
import { useRouter } from "next/navigation"
import { useEffect } from "react"

const EVERY_MS = 5_000

/** Shows the page's rows anew every 5 s while somebody can see it, and at once when they come back to it. */
export function LiveRefresh() {
  const router = useRouter()
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === "visible") router.refresh()
    }
    const timer = setInterval(refresh, EVERY_MS)
    document.addEventListener("visibilitychange", refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener("visibilitychange", refresh)
    }
  }, [router])
  return null
}
