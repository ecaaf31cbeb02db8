/** This machine, where the bundled sandbox listens. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

export type PongoEnvironment = "bundled" | "sandbox" | "production"

/**
 * The Pongo environment, by the host of `PONGO_API_URL`: Comptoir's bundled sandbox, Pongo's own sandbox, or
 * production. An unknown host counts as production: that mistake costs a question, not points.
 */
export function pongoEnvironment(apiUrl: string): PongoEnvironment {
  const { hostname } = new URL(apiUrl)
  if (LOOPBACK.test(hostname)) return "bundled"
  return hostname === "sandbox-api.heypongo.com" ? "sandbox" : "production"
}
