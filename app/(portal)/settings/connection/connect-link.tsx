import type { ComponentProps } from "react"
import { buttonStyle } from "@/components/ui/button"

/** To Pongo's form. A plain link: a prefetched one would spend a one-time state nobody asked for. */
export function ConnectLink({
  variant,
  size,
  children,
}: Pick<ComponentProps<"a">, "children"> & Parameters<typeof buttonStyle>[0]) {
  return (
    <a href="/api/pongo/oauth/start" className={buttonStyle({ variant, size })}>
      {children}
    </a>
  )
}
