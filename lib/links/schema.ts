import type { LinkKind, Role } from "@/db/enums"

export const LINK_DAYS = 3

/** The page that each kind of link opens, and the lowest role that may send one. */
export const LINKS = {
  connection: { path: "connect", prefix: "cnl_", role: "owner" },
  key: { path: "key", prefix: "kyl_", role: "manager" },
} as const satisfies Record<LinkKind, { path: string; prefix: string; role: Role }>
