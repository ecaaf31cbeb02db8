import { isIPv6 } from "node:net"

/**
 * The caller's address from `X-Forwarded-For`. Our own proxy appends the last entry; the caller can forge the others.
 */
export const addressOf = (forwardedFor: unknown): string =>
  String(forwardedFor ?? "")
    .split(",")
    .at(-1)
    ?.trim() || "unknown"

/** The network of an address, for people to recognise: `192.0.2.x`, `2001:db8:1::`. null for anything else. */
export function networkOf(address: string): string | null {
  const ipv4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address)
  if (ipv4) return `${ipv4[1]}.x`
  if (!isIPv6(address)) return null
  const groups = address.toLowerCase().split("::")[0]!.split(":").filter(Boolean)
  return groups.length < 3 ? null : `${groups.slice(0, 3).join(":")}::`
}
