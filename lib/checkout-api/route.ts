import { randomUUID } from "node:crypto"
import type { z } from "zod"
import type { KeyScope } from "@/db/enums"
import { type Work, workAs } from "@/db/work"
import { authenticateKey } from "@/lib/auth/api-key"
import type { Ctx } from "@/lib/auth/ctx"
import { env } from "@/lib/env"
import { AppError, retryAfterSeconds } from "@/lib/errors"
import { CLIENT_GONE_STATUS, ClientGone } from "@/lib/http"
import { acceptedLocale, type Locale } from "@/lib/i18n/locale"
import { logger } from "@/lib/log"
import { countRequest } from "@/lib/metrics"
import { isStorable, outsideId } from "@/lib/text"
import { readTillId, seeTill } from "@/lib/tills/mutations"
import { readJson, validate } from "./body"
import { type Answered, type Exchange, once } from "./once"
import { takeTurn } from "./pace"
import { type Problem, toProblem } from "./problem"
import type { Words } from "./words"

export const API_PREFIX = "/api/pos/v1"

export type Method = (typeof METHODS)[number]

type Call<Body, Query> = {
  ctx: Ctx
  /** Values of the `{…}` segments of the path. */
  params: Record<string, string>
  body: Body
  query: Query
  locale: Locale
  /** `X-Till-Id`; null when it is missing or invalid. */
  tillId: string | null
  /** Null when the till sent none; never null where the route requires one. */
  idempotencyKey: string | null
}

/** The result of a verb. The route gives the status and schema of its answers. */
type Outcome = { answer: unknown; status?: number; isReplay?: boolean }

type Route<Body extends z.ZodType, Query extends z.ZodType> = {
  words: Words
  /** null: any key. */
  scope: KeyScope | null
  /** None for GET and DELETE. */
  body?: Body
  query?: Query
  /** The success status. */
  status: number
  answer: z.ZodType
  needsIdempotencyKey?: boolean
  /** `intake`: accepts orders, on connections reserved for that. */
  work?: Extract<Work, "intake">
  run: (call: Call<z.output<Body>, z.output<Query>>) => Promise<Outcome>
}

/** Erases a route's own types, so that the routes of one resource fit in one record. */
export function posRoute<Body extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined>(
  route: Route<Body, Query>,
): AnyRoute {
  return route as unknown as AnyRoute
}

export type AnyRoute = Route<z.ZodType, z.ZodType>
type Handler = (request: Request) => Promise<Response>

/** A path and its verbs: used both to serve and to write openapi.json. */
export type Resource = {
  /** Below `/api/pos/v1`, for example `/orders/{order_id}`. */
  path: string
  routes: Partial<Record<Method, AnyRoute>>
}

/** Next mounts the handlers by their names. Each knows the resource it belongs to. */
export type ResourceHandlers = Record<Method, Handler & { resource: Resource }> & { OPTIONS: Handler }

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const

const RATE_POLICY = `"key";q=${env.API_RATE_LIMIT_PER_SECOND};w=1`

/**
 * The handlers of one resource, as plain `(Request) => Response` functions: authenticate, limit, parse, run the verb
 * once per idempotency key, answer, map errors. Verbs that the resource does not have answer 405.
 * @param path below `/api/pos/v1`, for example `/orders/{order_id}`
 */
export function posResource(path: Resource["path"], routes: Resource["routes"]): ResourceHandlers {
  const resource = { path, routes }
  const handler =
    (method: Method): Handler =>
    (request) =>
      answer(request, path, method, async (exchange) => {
        const route = routes[method]
        if (!route) throw wrongVerb(exchange, METHODS.filter((verb) => routes[verb]).join(", "))
        // A vendor's back end sends a whole catalogue and can wait for it; a till cannot.
        const work = route.work ?? (route.scope === "setup" ? "page" : "till")
        return workAs(work, () => serve(request, path, route, exchange))
      })
  return {
    ...(Object.fromEntries(
      METHODS.map((method) => [method, Object.assign(handler(method), { resource })]),
    ) as unknown as Record<Method, Handler & { resource: Resource }>),
    OPTIONS: posOptions(METHODS.filter((verb) => routes[verb])),
  }
}

/** Answers OPTIONS with the verbs that an address has. */
export const posOptions =
  (verbs: readonly Method[]): Handler =>
  (request) =>
    answer(request, "*", request.method as Method, async ({ headers }) => {
      headers.set("Allow", [...verbs, "OPTIONS"].join(", "))
      return { status: 204, body: "" }
    })

/** Handles the other verbs of an address that only answers GET and has no route. */
export const posGetOnly: Handler = (request) =>
  answer(request, "*", request.method as Method, async (exchange) => {
    throw wrongVerb(exchange, "GET")
  })

function wrongVerb(exchange: Exchange, allow: string) {
  exchange.headers.set("Allow", allow)
  return new AppError("method_not_allowed", `This resource answers ${allow}.`)
}

/** Answers an HTTP verb that this API never uses (PROPFIND, TRACE), as problem+json. */
export const posUnknownVerb: Handler = (request) =>
  answer(request, "*", request.method as Method, async (exchange) => {
    throw wrongVerb(exchange, METHODS.join(", "))
  })

/** Answers any address without a route, as problem+json. */
export const posNotFound: Handler = (request) =>
  answer(request, "*", request.method as Method, async () => {
    throw new AppError("not_found", "No such route. See /docs/api.")
  })

async function answer(
  request: Request,
  path: string,
  method: Method,
  work: (exchange: Exchange) => Promise<Answered>,
): Promise<Response> {
  const startedAt = performance.now()
  const exchange: Exchange = {
    requestId: `req_${randomUUID().replaceAll("-", "")}`,
    locale: acceptedLocale(request.headers.get("accept-language")),
    headers: new Headers({ "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" }),
  }
  exchange.headers.set("X-Request-Id", exchange.requestId)
  let problem: Problem | undefined
  let response: Answered
  try {
    response = await work(exchange)
  } catch (error) {
    if (error instanceof ClientGone) response = { status: CLIENT_GONE_STATUS, body: "" }
    else {
      problem = toProblem(error, exchange.requestId, exchange.locale)
      setProblemHeaders(exchange.headers, problem, error)
      response = { status: problem.status, body: JSON.stringify(problem) }
    }
  }
  const seconds = (performance.now() - startedAt) / 1000
  countRequest({ route: path, method, status: response.status, seconds })
  logger.info(
    {
      requestId: exchange.requestId,
      route: `${method} ${path}`,
      status: response.status,
      durationMs: Math.round(seconds * 1000),
      merchantId: exchange.ctx?.merchantId,
      keyId: exchange.ctx?.actor.kind === "key" ? exchange.ctx.actor.id : undefined,
      code: problem?.code,
    },
    "request",
  )
  return new Response(response.status === 204 ? null : response.body, {
    status: response.status,
    headers: exchange.headers,
  })
}

function setProblemHeaders(headers: Headers, { status, code }: Problem, error: unknown) {
  headers.set("Content-Type", "application/problem+json; charset=utf-8")
  if (status === 401) headers.set("WWW-Authenticate", 'Bearer realm="Comptoir"')
  const seconds = (error instanceof AppError && error.retryAfterSeconds) || retryAfterSeconds(code)
  if (seconds) headers.set("Retry-After", String(seconds))
}

async function serve(request: Request, path: string, route: AnyRoute, exchange: Exchange) {
  const ctx = await workAs("intake", () =>
    authenticateKey(request.headers.get("authorization"), exchange.requestId),
  )
  exchange.ctx = ctx
  exchange.headers.set("RateLimit-Policy", RATE_POLICY)
  // For the refusal that takeTurn may throw.
  exchange.headers.set("RateLimit", `"key";r=0;t=1`)
  exchange.headers.set("RateLimit", `"key";r=${await takeTurn(ctx.actor)};t=1`)
  if (route.scope && !ctx.scopes.includes(route.scope))
    throw new AppError("forbidden", `This call needs a key with the scope ${route.scope}.`)
  const tillId = readTillId(request.headers.get("x-till-id"))
  if (tillId) seeTill(ctx, tillId)
  const url = new URL(request.url)
  const sent = route.body ? await readJson(request) : undefined
  const key = idempotencyKey(request, route)
  const call = {
    ctx,
    tillId,
    idempotencyKey: key,
    params: pathParams(path, url.pathname),
    body: route.body ? validate(route.body, sent) : undefined,
    query: route.query ? validate(route.query, Object.fromEntries(url.searchParams)) : undefined,
    locale: exchange.locale,
  }
  if (key === null) return respond(await route.run(call), route, exchange)
  const content = { params: call.params, query: call.query, body: call.body }
  const asked = { key, verb: `${request.method} ${path}`, content }
  return once(ctx, asked, exchange, async () => respond(await route.run(call), route, exchange))
}

function respond(outcome: Outcome, route: AnyRoute, exchange: Exchange) {
  if (outcome.isReplay) exchange.headers.set("Idempotent-Replayed", "true")
  return { status: outcome.status ?? route.status, body: JSON.stringify(outcome.answer) }
}

function idempotencyKey(request: Request, route: AnyRoute): string | null {
  const key = request.headers.get("idempotency-key")
  if (key === null || request.method === "GET") {
    if (route.needsIdempotencyKey) throw new AppError("idempotency_key_required")
    return null
  }
  if (key.length === 0 || key.length > 255)
    throw new AppError("validation_failed", "Idempotency-Key has 1 to 255 characters.", {
      fields: [{ path: "Idempotency-Key", message: "1 to 255 characters" }],
    })
  return key
}

/** Ids chosen by the POS: normalised as when they are stored. */
const OUTSIDE_IDS = ["{order_id}", "{location_id}"]

function pathParams(template: string, pathname: string): Record<string, string> {
  const names = template.split("/")
  const values = pathname.slice(API_PREFIX.length).split("/")
  const params: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    if (!name.startsWith("{")) continue
    const read = readSegment(values[index] ?? "")
    const value = OUTSIDE_IDS.includes(name) ? outsideId.safeParse(read).data : read
    if (!value || !isStorable(value))
      throw new AppError("not_found", "The address holds no id that could exist.")
    params[name.slice(1, -1)] = value
  }
  return params
}

function readSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
