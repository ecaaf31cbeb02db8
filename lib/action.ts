import { revalidatePath } from "next/cache"
import type { z } from "zod"
import { type Ctx, type Need, requireRole } from "@/lib/auth/ctx"
import {
  memberOrThrow,
  type OperatorCtx,
  operatorOrThrow,
  type SignedIn,
  signedInOrThrow,
} from "@/lib/auth/session"
import { toAppError } from "@/lib/database-error"
import { AppError, type ErrorCode } from "@/lib/errors"
import { logger } from "@/lib/log"
import { findUnstorable } from "@/lib/text"

/** Result of a server action for its form. Sentences come from the messages, by code. */
type ActionResult<Data> =
  | { ok: true; data: Data }
  | {
      ok: false
      code: ErrorCode
      params: Record<string, string | number>
      /** Names of the invalid fields; each shows its own sentence. */
      fields: Record<string, string>
      /** Request id that finds an unexpected error in the log. */
      reference: string | null
    }

/**
 * The function a form calls. It carries the slug of the merchant its page was rendered for, null outside a merchant, so
 * the action concerns that merchant whatever the browser shows by now.
 */
export type Action<Input, Data> = (merchant: string | null, input: Input) => Promise<ActionResult<Data>>

/**
 * Builds a server action: authenticates, checks the role, parses, calls one verb, revalidates. Next accepts it only by
 * POST from our own origin.
 * @param need the lowest role; the verb checks it again for its other callers
 */
export const action = <Schema extends z.ZodType, Data>(
  schema: Schema,
  need: Need,
  run: (ctx: Ctx, input: z.output<Schema>) => Promise<Data>,
) =>
  build(schema, run, async (merchant) => {
    const ctx = await memberOrThrow(merchant)
    requireRole(ctx, need)
    return { caller: ctx, requestId: ctx.requestId }
  })

/** {@link action} for the vendor's operators, who act on merchants from outside. */
export const operatorAction = <Schema extends z.ZodType, Data>(
  schema: Schema,
  run: (operator: OperatorCtx, input: z.output<Schema>) => Promise<Data>,
) => build(schema, run, async () => ({ caller: await operatorOrThrow(), requestId: null }))

/** {@link action} for the person's own account, outside any merchant. */
export const personAction = <Schema extends z.ZodType, Data>(
  schema: Schema,
  run: (signedIn: SignedIn, input: z.output<Schema>) => Promise<Data>,
) => build(schema, run, async () => ({ caller: await signedInOrThrow(), requestId: null }))

/** {@link action} for people who are not signed in. There is no context, so the verb must check its own proof. */
export function publicAction<Schema extends z.ZodType, Data>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Data>,
): Action<z.input<Schema>, Data> {
  return async (_merchant, input) => {
    try {
      return { ok: true, data: await run(parse(schema, input)) }
    } catch (error) {
      return refuse(error, null)
    }
  }
}

function build<Schema extends z.ZodType, Caller, Data>(
  schema: Schema,
  run: (caller: Caller, input: z.output<Schema>) => Promise<Data>,
  identify: (merchant: string | null) => Promise<{ caller: Caller; requestId: string | null }>,
): Action<z.input<Schema>, Data> {
  return async (merchant, input) => {
    let reference: string | null = null
    try {
      const { caller, requestId } = await identify(merchant)
      reference = requestId
      const data = await run(caller, parse(schema, input))
      revalidatePath("/", "layout")
      return { ok: true, data }
    } catch (error) {
      return refuse(error, reference)
    }
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  const unstorable = parsed.success ? findUnstorable(parsed.data) : []
  if (unstorable.length > 0) throw new AppError("validation_failed", undefined, { fields: unstorable })
  if (parsed.success) return parsed.data
  throw new AppError("validation_failed", undefined, {
    fields: parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.code })),
  })
}

function refuse(error: unknown, reference: string | null): ActionResult<never> {
  const known = toAppError(error)
  if (!(error instanceof AppError)) {
    // redirect() and notFound() throw too, and Next must receive those errors.
    if (error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_")) throw error
    logger.error({ err: error, requestId: reference }, "unexpected error in an action")
  }
  if (!known) return { ok: false, code: "internal", params: {}, fields: {}, reference }
  return {
    ok: false,
    code: known.code,
    params: known.params,
    fields: Object.fromEntries(known.fields.map(({ path, message }) => [path, message])),
    reference: null,
  }
}
