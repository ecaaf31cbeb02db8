import { newId } from "@/lib/id"
import { type Ctx, createCtx } from "./ctx"

/** The context of work nobody pressed a button for: the worker, a nightly job, a script of the operator. */
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
