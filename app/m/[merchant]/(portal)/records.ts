import { notFound } from "next/navigation"
import { cache } from "react"
import { z } from "zod"
import type { Ctx } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getCatalogImport } from "@/lib/catalog/imports"
import { findCustomer } from "@/lib/customers/list"
import { customerId } from "@/lib/customers/schema"
import { AppError } from "@/lib/errors"
import { findReport } from "@/lib/go-live/queries"
import { getIncident } from "@/lib/incidents/queries"
import { getOrder } from "@/lib/orders/queries"
import { getReplay } from "@/lib/replays/queries"

/**
 * Loads a record for its page and layout, once per request. Another merchant's record is not found, like one that does
 * not exist. The layout loads it too, before the skeleton is sent: the status cannot change after the first byte.
 */
function record<Found>(
  read: (ctx: Ctx, id: string) => Promise<Found | null>,
  idSchema: z.ZodType = z.uuid(),
) {
  const find = cache(async (merchant: string, id: string) => {
    if (!idSchema.safeParse(id).success) notFound()
    const ctx = await requireMember({ merchant })
    const found = await read(ctx, id).catch((error) => {
      if (error instanceof AppError && /^(order_)?not_found$/.test(error.code)) return null
      throw error
    })
    return found ?? notFound()
  })
  return async (params: Promise<{ merchant: string; id: string }>) => {
    const { merchant, id } = await params
    return find(merchant, id)
  }
}

export const requireOrder = record(getOrder)
export const requireIncident = record(getIncident)
export const requireReplay = record(getReplay)
export const requireCustomer = record(findCustomer, customerId)
export const requireImport = record(getCatalogImport)
export const requireReport = record(findReport)
