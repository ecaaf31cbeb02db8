/** The most a merchant has of what its people add one by one. */
export const MOST = {
  /** Neither revoked nor expired, those of the test till included. */
  keys: 500,
  /** People, and invitations that can still be accepted. */
  team: 200,
  /** Of one person. */
  views: 100,
  shared_views: 100,
  aliases: 5_000,
  endpoints: 5,
} as const
