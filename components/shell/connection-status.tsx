import { useTranslations } from "next-intl"
import { type Href, Link } from "@/components/link"
import { cn } from "@/lib/cn"

const LOOK = {
  connected: "bg-delivered",
  expiring: "bg-retrying",
  revoked: "bg-failed",
  none: "border border-secondary",
}

type ConnectionState = keyof typeof LOOK

/** Whether orders can reach Pongo now: a dot and its label on every page, linking to the connection settings. */
export function ConnectionStatus({
  state,
  href,
  className,
}: {
  state: ConnectionState
  href: Href
  className?: string
}) {
  const t = useTranslations("shell.connection")
  return (
    <Link
      href={href}
      className={cn(
        "flex min-h-6 items-center gap-2 whitespace-nowrap rounded-control text-12 hover:text-ink",
        state === "connected" ? "text-secondary" : "font-medium text-ink",
        className,
      )}
    >
      <span aria-hidden className={cn("size-2 shrink-0 rounded-full", LOOK[state])} />
      {t(state)}
    </Link>
  )
}
