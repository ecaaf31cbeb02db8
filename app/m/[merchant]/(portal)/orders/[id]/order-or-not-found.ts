import { notFound } from "next/navigation"
import { cache } from "react"
import { z } from "zod"
import { requireMember } from "@/lib/auth/session"
import { AppError } from "@/lib/errors"
import { getOrder } from "@/lib/orders/queries"

/** Another merchant's order is like one that does not exist. */
export const orderOrNotFound = cache(async (merchant: string, id: string) => {
  if (!z.uuid().safeParse(id).success) notFound()
  const ctx = await requireMember({ merchant })
  return getOrder(ctx, id).catch((error) => {
    if (error instanceof AppError && error.code === "order_not_found") notFound()
    throw error
  })
})
