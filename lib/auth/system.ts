import { newId } from "@/lib/id"
import { type Ctx, createCtx } from "./ctx"

/** The context of work that no person started: the worker, a nightly job, an operator's script. */
export function systemCtx(merchantId: string, name: string): Ctx {
  return createCtx({
    merchantId,
    actor: { kind: "system", name },
    role: null,
    scopes: [],
    keyLocationId: null,
    requestId: newId(),
  })
}
