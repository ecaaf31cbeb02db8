"use client"
import type { ComponentProps } from "react"
import { useMerchant } from "@/components/link"
import { buttonStyle } from "@/components/ui/button"
import { connectHref } from "@/lib/address"

/** Link to Pongo's form. A plain anchor: a prefetch would use up the one-time state. */
export function ConnectLink({
  variant,
  size,
  children,
}: Pick<ComponentProps<"a">, "children"> & Parameters<typeof buttonStyle>[0]) {
  return (
    <a href={connectHref(useMerchant() ?? "")} className={buttonStyle({ variant, size })}>
      {children}
    </a>
  )
}
