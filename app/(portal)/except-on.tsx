"use client"
import { usePathname } from "next/navigation"
import type { ReactNode } from "react"

/** Shows its children on every page but one, which says the same in its own place. */
export function ExceptOn({ path, children }: { path: string; children: ReactNode }) {
  return usePathname() === path ? null : children
}
