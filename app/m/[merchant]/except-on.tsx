"use client"
import type { ReactNode } from "react"
import { usePortalPath } from "@/components/link"
import type { PortalPath } from "@/lib/address"

/** Shows its children on every page except one, which has the same content elsewhere. */
export function ExceptOn({ path, children }: { path: PortalPath; children: ReactNode }) {
  return usePortalPath() === path ? null : children
}
