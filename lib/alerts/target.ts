import { lookup } from "node:dns"
import { BlockList, isIP, type LookupFunction } from "node:net"
import { env } from "@/lib/env"

/** An address we do not post to: private, reserved or not encrypted. */
export class RefusedTarget extends Error {
  override readonly name = "RefusedTarget"
}

/** Networks outside the public internet (IANA special-purpose registries). */
const CLOSED = new BlockList()
for (const network of [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"],
  ...["203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
])
  CLOSED.addSubnet(network.split("/")[0]!, Number(network.split("/")[1]), "ipv4")
for (const network of ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"])
  CLOSED.addSubnet(network.split("/")[0]!, Number(network.split("/")[1]), "ipv6")
/** The allocated part of IPv6; loopback, link-local, unique local and mapped IPv4 are outside it. */
const GLOBAL_IPV6 = new BlockList()
GLOBAL_IPV6.addSubnet("2000::", 3, "ipv6")

/** Whether an IP address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !CLOSED.check(address, "ipv4")
  return family === 6 && GLOBAL_IPV6.check(address, "ipv6") && !CLOSED.check(address, "ipv6")
}

const LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"]

/**
 * Non-public hosts that may be posted to: those the operator lists in `ALERT_PRIVATE_HOSTS`. By default none in
 * production, and this machine elsewhere.
 */
export const privateHosts = (): readonly string[] =>
  env.ALERT_PRIVATE_HOSTS ?? (env.NODE_ENV === "production" ? [] : LOCAL_NAMES)

/**
 * Parses an address and checks that it may be posted to as written. A name is checked again when it is resolved.
 * @throws RefusedTarget
 */
export function requireTarget(url: string, allowed: readonly string[]): URL {
  const target = URL.canParse(url) ? new URL(url) : null
  if (!target) throw new RefusedTarget("not an address")
  if (target.username || target.password) throw new RefusedTarget("an address with a password in it")
  if (/^https?:$/.test(target.protocol) && allowed.includes(target.hostname)) return target
  if (target.protocol !== "https:") throw new RefusedTarget("not https")
  const host = target.hostname.replace(/^\[|\]$/g, "")
  if (isIP(host) && !isPublicAddress(host)) throw new RefusedTarget("not a public address")
  return target
}

/**
 * Resolves names and refuses one with any non-public address. Used for the connection itself, so that a name cannot
 * resolve differently between the check and the call.
 */
export function publicLookup(allowed: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0)
      if (!allowed.includes(hostname) && !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new RefusedTarget("not a public address"), "", 0)
      if (options.all) return callback(null, addresses)
      callback(null, addresses[0]?.address ?? "", addresses[0]?.family ?? 0)
    })
  }
}

/**
 * Resolves an address now, so that the person who enters it learns at once that it cannot be used.
 * @throws RefusedTarget, also when the name does not exist
 */
export async function resolvePublic(target: URL, allowed = privateHosts()): Promise<void> {
  const host = target.hostname.replace(/^\[|\]$/g, "")
  await new Promise<void>((resolve, reject) =>
    publicLookup(allowed)(host, { all: true }, (error) =>
      error ? reject(error instanceof RefusedTarget ? error : new RefusedTarget("unknown name")) : resolve(),
    ),
  )
}
