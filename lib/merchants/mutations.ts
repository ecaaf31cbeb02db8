import { eq, sql as fragment } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { memberships, merchants, users } from "@/db/schema"
import { createApiKey } from "@/lib/api-keys/mutations"
import { recordAudit } from "@/lib/audit/mutations"
import { hashPassword } from "@/lib/auth/passwords"
import { systemCtx } from "@/lib/auth/system"
import { newId } from "@/lib/id"
import type { NewMerchant } from "./schema"

/**
 * Creates a merchant, its owner and a first API key, all or nothing. An e-mail with an account keeps its password and
 * becomes an owner of the new merchant too.
 * @returns the merchant's id and the key in clear, which is never shown again
 */
export async function createMerchant(
  input: NewMerchant,
): Promise<{ merchantId: string; slug: string; apiKey: string; isNewUser: boolean }> {
  const merchantId = newId()
  const passwordHash = await hashPassword(input.password)
  const ctx = systemCtx(merchantId, "merchant:create")
  return db.transaction(async (tx) => {
    const { slug } = await insertMerchant(tx, merchantId, input.name)
    const [known] = await tx
      .select({ id: users.id })
      .from(users)
      .where(eq(fragment`lower(${users.email})`, input.email.toLowerCase()))
    const userId = known?.id ?? newId()
    if (!known)
      await tx.insert(users).values({
        id: userId,
        email: input.email,
        name: input.ownerName ?? input.email.split("@")[0]!,
        passwordHash,
      })
    await tx.insert(memberships).values({ merchantId, userId, role: "owner" })
    await recordAudit(tx, ctx, "merchant.created", merchantId)
    const { key } = await createApiKey(
      ctx,
      { name: "Première clé", scopes: ["checkout", "setup"], locationId: null },
      tx,
    )
    return { merchantId, slug, apiKey: key, isNewUser: !known }
  })
}

/** Inserts a merchant without members. Its slug is its name without accents, plus a number if the slug is taken. */
export async function insertMerchant(tx: Tx, id: string, name: string): Promise<{ slug: string }> {
  const slug = fragment<string>`new_merchant_slug(${name})`
  const [merchant] = await tx.insert(merchants).values({ id, name, slug }).returning({ slug: merchants.slug })
  return merchant!
}
