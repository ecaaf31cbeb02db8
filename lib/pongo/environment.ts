/** This machine's own, where the bundled sandbox listens. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

export type PongoEnvironment = "bundled" | "sandbox" | "production"

/**
 * Which Pongo this is, by the host of `PONGO_API_URL`: the sandbox that comes with Comptoir, Pongo's own sandbox, or
 * that of real customers. A host that nobody knows counts as production: the mistake then costs a question, not points.
 */
export function pongoEnvironment(apiUrl: string): PongoEnvironment {
  const { hostname } = new URL(apiUrl)
  if (LOOPBACK.test(hostname)) return "bundled"
  return hostname === "sandbox-api.heypongo.com" ? "sandbox" : "production"
}
