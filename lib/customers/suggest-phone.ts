import type { Ctx } from "@/lib/auth/ctx"
import { callPongo } from "@/lib/connections/call"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { pongoEnvironment } from "@/lib/pongo/environment"

/**
 * The phone of a customer whom this merchant's Pongo knows, for a first try of the test till.
 * @returns null except on the bundled sandbox, where nobody is real; null too when Pongo does not answer, because the
 * suggestion is optional
 */
export async function suggestPhone(ctx: Ctx): Promise<string | null> {
  if (pongoEnvironment(env.PONGO_API_URL) !== "bundled") return null
  try {
    const { items } = await callPongo(ctx, "suggestion", (client, token) =>
      client.listCustomers(token, { page: 1, perPage: 1 }),
    )
    return items[0]?.phone ?? null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
