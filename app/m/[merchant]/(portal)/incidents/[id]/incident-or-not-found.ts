import { notFound } from "next/navigation"
import { cache } from "react"
import { z } from "zod"
import { requireMember } from "@/lib/auth/session"
import { AppError } from "@/lib/errors"
import { getIncident } from "@/lib/incidents/queries"

/** Another merchant's incident is like one that does not exist. */
export const incidentOrNotFound = cache(async (merchant: string, id: string) => {
  if (!z.uuid().safeParse(id).success) notFound()
  const ctx = await requireMember({ merchant })
  return getIncident(ctx, id).catch((error) => {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  })
})
