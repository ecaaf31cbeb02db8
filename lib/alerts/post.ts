import { Webhook } from "standardwebhooks"
import { Agent, request } from "undici"
import { privateHosts, publicLookup, requireTarget } from "./target"

const TIMEOUT_MS = 5_000
const ANSWER_LIMIT_BYTES = 16 * 1024

export type Post = {
  url: string
  /** `whsec_…`, in clear. */
  secret: string
  /** The same for each attempt: receivers recognise repeats by it. */
  id: string
  body: Record<string, unknown>
}

/**
 * Posts a message signed after Standard Webhooks. Follows no redirect, connects to public addresses only, times out
 * after 5 s and reads at most 16 KiB of the answer.
 * @param allowed non-public hosts that may be posted to
 * @returns the answer's status, whatever it is
 * @throws RefusedTarget, or a network error
 */
export async function postSigned(post: Post, allowed = privateHosts()): Promise<number> {
  const target = requireTarget(post.url, allowed)
  const text = JSON.stringify(post.body)
  const now = new Date()
  const { statusCode, body } = await request(target, {
    dispatcher: agentFor(allowed),
    method: "POST",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      "content-type": "application/json",
      "user-agent": "Comptoir-Webhooks/1",
      "webhook-id": post.id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(post.secret).sign(post.id, now, text),
    },
    body: text,
  })
  // The status is all we need: how the rest of the answer ends does not matter.
  await body.dump({ limit: ANSWER_LIMIT_BYTES }).catch(() => {})
  return statusCode
}

const agents = new Map<string, Agent>()

function agentFor(allowed: readonly string[]): Agent {
  const key = allowed.join()
  const known = agents.get(key)
  if (known) return known
  const connect = { lookup: publicLookup(allowed), timeout: TIMEOUT_MS }
  const made = new Agent({ connect, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS })
  agents.set(key, made)
  return made
}
