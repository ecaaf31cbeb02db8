import { KEY_SCOPES } from "@/db/enums"
import { db } from "@/db/index"
import { recordAudit } from "@/lib/audit/mutations"
import { countLinkAttempt } from "@/lib/auth/sign-in-limits"
import { systemCtx } from "@/lib/auth/system"
import { AppError } from "@/lib/errors"
import { lockMerchant } from "@/lib/limits/mutations"
import { useUpLink } from "@/lib/links/mutations"
import { requireLink } from "@/lib/links/queries"
import { insertKey } from "./mutations"
import type { KeyByLink } from "./schema"

/**
 * Creates an API key for a POS developer who has a link instead of an account, and uses the link up. The key has all
 * scopes, because the developer sets the merchant up too.
 * @param address the caller's IP address
 * @returns the key in clear, only this once
 * @throws AppError `too_many_attempts`, `link_invalid`, `too_many`
 */
export async function createKeyByLink({ token, name }: KeyByLink, address: string): Promise<{ key: string }> {
  await countLinkAttempt(address)
  const link = await requireLink("key", token)
  const ctx = systemCtx(link.merchantId, "link")
  return db.transaction(async (tx) => {
    // Before the link, as `createLink` does, or the two could deadlock.
    await lockMerchant(tx, ctx)
    if (!(await useUpLink(tx, "key", link))) throw new AppError("link_invalid")
    const scopes = [...KEY_SCOPES]
    const made = { name, scopes, locationId: null, isTest: false, expiresAt: null }
    const { id, key } = await insertKey(tx, ctx, made)
    await recordAudit(tx, ctx, "api_key.created", id, { name, scopes, via: "link" })
    return { key }
  })
}
