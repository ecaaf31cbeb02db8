import { ApiError, type MerchantCall } from "../server/http"
import type { RewardLock, WonReward } from "../state/state"
import type { World } from "../state/world"

/** Lifetime of a lock. If its till dies, anyone may take the reward after this time. */
const LOCK_LIFETIME_MS = 15 * 60 * 1000

/** The owner of a lock: the token, plus the device if the body or `X-Device-Id` names one. */
export function lockOwner(call: MerchantCall): string {
  const named = call.json().device_id
  const device = typeof named === "string" ? named : call.headers["x-device-id"]
  return `${call.token.token}|${device ?? ""}`
}

export function isLockedByAnother(world: World, won: WonReward, owner: string): boolean {
  const lock = liveLock(world, won)
  return lock !== null && lock.owner !== owner
}

/** Locks the reward, or renews the owner's lock. Throws a 423 if another owner holds it. */
export function takeLock(world: World, won: WonReward, owner: string): RewardLock {
  requireFree(world, won, owner)
  const expiresAt = new Date(world.now() + LOCK_LIFETIME_MS).toISOString()
  return world.state.tables.locks.put({ hash: won.hash, owner, expires_at: expiresAt })
}

/** Unlocks the reward. No effect if it is not locked. Throws a 423 if another owner holds it. */
export function releaseLock(world: World, won: WonReward, owner: string): void {
  requireFree(world, won, owner)
  world.state.tables.locks.delete(won.hash)
}

function requireFree(world: World, won: WonReward, owner: string): void {
  if (isLockedByAnother(world, won, owner)) {
    throw new ApiError(423, "This reward is locked by another device.")
  }
}

function liveLock(world: World, won: WonReward): RewardLock | null {
  const lock = world.state.tables.locks.get(won.hash)
  return lock && Date.parse(lock.expires_at) > world.now() ? lock : null
}
