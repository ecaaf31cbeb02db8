import { notFound } from "next/navigation"
import { cache } from "react"
import { requireMember } from "@/lib/auth/session"
import { AppError } from "@/lib/errors"
import { getReplay } from "@/lib/replays/queries"
import { replayId } from "@/lib/replays/schema"

/** Another merchant's replay is like one that does not exist. */
export const replayOrNotFound = cache(async (merchant: string, id: string) => {
  if (!replayId.safeParse({ id }).success) notFound()
  const ctx = await requireMember({ merchant })
  return getReplay(ctx, id).catch((error) => {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  })
})
