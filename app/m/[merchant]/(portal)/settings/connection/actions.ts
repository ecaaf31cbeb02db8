"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { connectWithToken, disconnect } from "@/lib/connections/mutations"
import { refreshStores } from "@/lib/connections/refresh-stores"
import { pastedToken } from "@/lib/connections/schema"
import { createLink as createLinkOf, revokeLink as revokeLinkOf } from "@/lib/links/mutations"
import { PongoError } from "@/lib/pongo/error"
import { pageAfterConnecting } from "@/lib/readiness/queries"
import { checkWebhooksNow } from "@/lib/webhooks/mutations"

/** Returns where to go on. */
export const pasteToken = action(pastedToken, "owner", async (ctx, input) => {
  await connectWithToken(ctx, input)
  return pageAfterConnecting(ctx)
})

export const disconnectPongo = action(z.object({}), "owner", disconnect)

export const createLink = action(z.object({}), "owner", (ctx) => createLinkOf(ctx, "connection"))

export const revokeLink = action(z.object({ id: z.uuid() }), "owner", (ctx, input) =>
  revokeLinkOf(ctx, "connection", input),
)

/** Returns the number of renewed subscriptions. */
export const checkSubscriptions = action(z.object({}), alsoActing("manager"), checkWebhooksNow)

/** Returns the number of stores, or null if Pongo refused. The connection stores the reason, which the page shows. */
export const readStoresAgain = action(z.object({}), alsoActing("manager"), async (ctx) => {
  try {
    return await refreshStores(ctx)
  } catch (error) {
    if (error instanceof PongoError) return null
    throw error
  }
})
