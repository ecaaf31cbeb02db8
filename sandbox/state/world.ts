import type { FaultBoard } from "../server/faults"
import type { WebhookSender } from "../server/webhook-sender"
import type { RequestLog } from "./request-log"
import type { SandboxState } from "./state"

type Settings = {
  clientId: string
  clientSecret: string
  /** Empty: any http(s) address. */
  redirectUris: readonly string[]
  /** Keep the bodies of orders and requests. A benchmark turns this off. */
  recordBodies: boolean
  /** Accept an http webhook if its host is this machine. */
  allowInsecureWebhooks: boolean
}

/** What every handler works with: the state, and the side effects besides answering. */
export type World = {
  readonly state: SandboxState
  readonly settings: Settings
  readonly faults: FaultBoard
  readonly requests: RequestLog
  readonly webhooks: WebhookSender
  /** Milliseconds since the epoch. */
  now(): number
  /** Returns to the seed: no faults, no tokens, no log. */
  reset(): void
}

export function isoNow(world: World): string {
  return new Date(world.now()).toISOString()
}
