import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { customerRoutes } from "../api/customers"
import { oauthRoutes } from "../api/oauth"
import { orderRoutes } from "../api/orders"
import { rewardRoutes } from "../api/rewards"
import { storeRoutes } from "../api/stores"
import { issueTokenByHand, revokeTokens, type Scope } from "../api/tokens"
import { webhookRoutes } from "../api/webhooks"
import { controlRoutes } from "../board/control"
import { computeLedger, type Ledger } from "../state/ledger"
import { type LoggedRequest, RequestLog } from "../state/request-log"
import { seedState } from "../state/seed"
import { SandboxState } from "../state/state"
import { StateFile } from "../state/state-file"
import { isoNow, type World } from "../state/world"
import { type Fault, FaultBoard, type FaultInput } from "./faults"
import { type Answer, ApiError, Call, readBody } from "./http"
import { type Sent, send, sendFaulty } from "./reply"
import { Router } from "./router"
import { WebhookSender } from "./webhook-sender"

export const DEFAULT_CLIENT_ID = "comptoir-sandbox"
export const DEFAULT_CLIENT_SECRET = "comptoir-sandbox-secret"

export type SandboxOptions = {
  /** 0 or absent: any free port. */
  port?: number
  /** Default 127.0.0.1, because the control API has no password. */
  host?: string
  /** JSON file that persists the state. Absent: memory only. */
  statePath?: string
  clientId?: string
  clientSecret?: string
  /** Allowed redirect URIs. Empty or absent: any http(s) address. */
  redirectUris?: string[]
  /** Do not print unexpected errors. */
  quiet?: boolean
  /** Start with the seeded merchants (default) or empty. */
  seed?: boolean
  /** Keep the bodies of orders and requests (default true). Turn off for benchmarks. */
  recordBodies?: boolean
  /** Accept http webhooks to localhost (default true). */
  allowInsecureWebhooks?: boolean
  /** Pauses before the three repeats of a failed webhook. */
  webhookRetryDelaysMs?: readonly number[]
  /** Clock in milliseconds, for tests. */
  now?: () => number
  /** Random source for fault probabilities, for tests. */
  random?: () => number
}

export type Sandbox = {
  /** `http://127.0.0.1:4010`, without a trailing slash. */
  url: string
  /** The same object for the sandbox's whole life. A reset replaces its content. */
  state: SandboxState
  faults: { add(fault: FaultInput): Fault; list(): Fault[]; remove(id: string): boolean; clear(): void }
  /** Issues an access token as Pongo's staff would, with all scopes unless `scopes` is given. */
  issueToken(merchantId: string, scopes?: readonly Scope[]): string
  /** Returns how many live tokens were revoked. */
  revokeTokens(which: { token?: string; merchantId?: string }): number
  ledger(): Ledger
  /** The last 500 requests, newest first. */
  requests(): LoggedRequest[]
  /** Resolves when every webhook delivery has succeeded or been given up. */
  webhooksSettled(): Promise<void>
  reset(): void
  close(): Promise<void>
}

const ROUTES = [
  ...oauthRoutes,
  ...storeRoutes,
  ...customerRoutes,
  ...rewardRoutes,
  ...orderRoutes,
  ...webhookRoutes,
  ...controlRoutes,
]

/** Starts the sandbox Pongo and resolves once it listens. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const state = new SandboxState()
  const file = options.statePath ? new StateFile(options.statePath, state) : null
  const onChange = () => file?.schedule()
  const world = createWorld(options, state, onChange)
  if (!file?.load() && options.seed !== false) seedState(state)

  const server = createServer(createListener(world, onChange, options.quiet ?? false))
  // Longer than a client pool keeps its sockets, so that the server never closes a reused one first.
  server.keepAliveTimeout = 65_000
  const host = options.host ?? "127.0.0.1"
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port ?? 0, host, () => {
      server.off("error", reject)
      resolve()
    })
  })

  const { port } = server.address() as AddressInfo
  let closing: Promise<void> | null = null
  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    // Requests that hang on purpose would keep the server open.
    server.closeAllConnections()
    await Promise.all([closed, world.webhooks.cancel()])
    await file?.flush()
  }
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    state,
    faults: world.faults,
    issueToken: (merchantId, scopes) => {
      onChange()
      return issueTokenByHand(world, merchantId, scopes).token
    },
    revokeTokens: (which) => {
      onChange()
      return revokeTokens(world, which)
    },
    ledger: () => computeLedger(state, isoNow(world)),
    requests: () => world.requests.list(),
    webhooksSettled: () => world.webhooks.settled(),
    reset: () => world.reset(),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

function createWorld(options: SandboxOptions, state: SandboxState, onChange: () => void): World {
  const now = options.now ?? Date.now
  const faults = new FaultBoard(options.random ?? Math.random)
  const requests = new RequestLog()
  const retryDelaysMs = options.webhookRetryDelaysMs ?? [500, 2_000, 10_000]
  const webhooks = new WebhookSender({ state, now, retryDelaysMs, onChange })
  return {
    state,
    faults,
    requests,
    webhooks,
    now,
    settings: {
      clientId: options.clientId ?? DEFAULT_CLIENT_ID,
      clientSecret: options.clientSecret ?? DEFAULT_CLIENT_SECRET,
      redirectUris: options.redirectUris ?? [],
      recordBodies: options.recordBodies ?? true,
      allowInsecureWebhooks: options.allowInsecureWebhooks ?? true,
    },
    reset() {
      void webhooks.cancel()
      state.clear()
      faults.clear()
      requests.clear()
      if (options.seed !== false) seedState(state)
      onChange()
    },
  }
}

function createListener(world: World, onChange: () => void, isQuiet: boolean) {
  const router = new Router(ROUTES)

  async function run(call: Call): Promise<Answer> {
    try {
      const answer = await router.find(call).handle(world, call)
      if (call.method !== "GET" && call.method !== "HEAD") onChange()
      return answer
    } catch (error) {
      if (error instanceof ApiError) return error.toAnswer()
      if (!isQuiet) console.error(`sandbox: ${call.method} ${call.path}`, error)
      return { status: 500, body: { message: "Server Error" } }
    }
  }

  return async function listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now()
    const { call, refusal } = await readCall(request)
    const fault = refusal ? null : world.faults.take(call)
    if (fault?.kind === "repeat_last_page") call.beyondLastPage = "last"
    if (fault?.kind === "page_loop") call.beyondLastPage = "first"
    call.returnsRewards = fault?.kind === "reward_returned"
    const sent = fault
      ? await sendFaulty(response, fault, () => run(call))
      : send(response, refusal ?? (await run(call)))
    log(world, call, sent, fault, performance.now() - startedAt)
  }
}

async function readCall(request: IncomingMessage): Promise<{ call: Call; refusal: Answer | null }> {
  const [path, search] = splitOnce(request.url ?? "/")
  const method = request.method ?? "GET"
  try {
    const rawBody = await readBody(request)
    return { call: new Call(method, path, search, request.headers, rawBody), refusal: null }
  } catch (error) {
    const problem = error instanceof ApiError ? error : new ApiError(400, "The request was cut off.")
    return { call: new Call(method, path, search, request.headers, ""), refusal: problem.toAnswer() }
  }
}

function splitOnce(url: string): [string, string] {
  const mark = url.indexOf("?")
  return mark < 0 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)]
}

function log(world: World, call: Call, sent: Sent, fault: Fault | null, durationMs: number): void {
  // The board polls every few seconds, which would fill its own log.
  if (!call.path.startsWith("/v1/")) return
  const keepsBodies = world.settings.recordBodies
  world.requests.add({
    at: isoNow(world),
    method: call.method,
    path: call.path,
    status: sent.status,
    duration_ms: Math.round(durationMs * 10) / 10,
    merchant_id: call.merchantId,
    fault: fault?.kind ?? null,
    request_body: keepsBodies ? call.rawBody : null,
    response_body: keepsBodies ? sent.body : null,
  })
}
