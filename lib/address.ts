/** The pages of the portal: what may follow `/m/<slug>`. A test holds the list to the folders. */
export const PLACES = [
  "catalog",
  "customers",
  "go-live",
  "incidents",
  "locations",
  "orders",
  "reconciliation",
  "replays",
  "rewards",
  "settings",
  "setup",
  "test-till",
  "tills",
  "why-no-points",
] as const
type Place = (typeof PLACES)[number]

/** A page of a merchant's portal, without the merchant: `/` is the overview. */
export type PortalPath = "/" | `/?${string}` | `/${Place}` | `/${Place}${"/" | "?" | "#"}${string}`

/** An address that is the same whichever merchant is shown. */
export type OtherPath =
  | `/${"account" | "forgot-password" | "operator" | "docs" | "sign-in" | "invite" | "m/"}${string}`
  | `#${string}`

/** Where the portal keeps the pages of the merchant with this slug. */
export const merchantHref = (slug: string, path: PortalPath): `/m/${string}` =>
  `/m/${encodeURIComponent(slug)}${path.startsWith("/?") || path === "/" ? path.slice(1) : path}`

/** Where connecting Pongo begins, for the merchant with this slug. */
export const connectHref = (slug: string) => `/api/pongo/oauth/start?merchant=${encodeURIComponent(slug)}`

/** The address with these filters in its query; one without a value is left out. */
export function hrefWith<Path extends string>(
  path: Path,
  filters: Record<string, string | number | undefined>,
): Path | `${Path}?${string}` {
  const query = new URLSearchParams(
    Object.entries(filters).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, String(value)]],
    ),
  )
  return query.size > 0 ? `${path}?${query}` : path
}

/** Whether the address is one of a merchant's pages: `/orders/12` is, `/operator` is not. */
export function isPortalPath(path: string): path is PortalPath {
  const first = /^\/([^/?#]*)/.exec(path)?.[1]
  return first === "" || (PLACES as readonly string[]).includes(first ?? "-")
}

/** The page an address shows, without its merchant. */
export function withoutMerchant(pathname: string): string {
  return pathname.replace(/^\/m\/[^/]+/, "") || "/"
}
