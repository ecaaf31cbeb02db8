/** The portal's pages: what may follow `/m/<slug>`. A test compares the list with the folders. */
export const SCREENS = [
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
type Screen = (typeof SCREENS)[number]

/** A page of a merchant's portal, without the merchant. `/` is the overview. */
export type PortalPath = "/" | `/?${string}` | `/${Screen}` | `/${Screen}${"/" | "?" | "#"}${string}`

/** An address outside any merchant. */
export type OtherPath =
  | `/${"account" | "forgot-password" | "operator" | "docs" | "sign-in" | "invite" | "m/"}${string}`
  | `#${string}`

/** The address of a portal page at the merchant with this slug. */
export const merchantHref = (slug: string, path: PortalPath): `/m/${string}` =>
  `/m/${encodeURIComponent(slug)}${path.startsWith("/?") || path === "/" ? path.slice(1) : path}`

/** Where the merchant with this slug starts connecting Pongo. */
export const connectHref = (slug: string) => `/api/pongo/oauth/start?merchant=${encodeURIComponent(slug)}`

/** The address with these filters as its query. Leaves out filters without a value. */
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

/** Whether the path is a merchant's page: `/orders/12` is, `/operator` is not. */
export function isPortalPath(path: string): path is PortalPath {
  const first = /^\/([^/?#]*)/.exec(path)?.[1]
  return first === "" || (SCREENS as readonly string[]).includes(first ?? "-")
}

/** The path without its merchant. */
export function withoutMerchant(pathname: string): string {
  return pathname.replace(/^\/m\/[^/]+/, "") || "/"
}
