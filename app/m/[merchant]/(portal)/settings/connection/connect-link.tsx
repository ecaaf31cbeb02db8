"use client"
import type { ComponentProps } from "react"
import { useMerchant } from "@/components/link"
import { buttonStyle } from "@/components/ui/button"
import { connectHref } from "@/lib/address"

/** To Pongo's form. A plain link: a prefetched one would spend a one-time state nobody asked for. */
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
