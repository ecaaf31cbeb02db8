import { eq, sql as fragment } from "drizzle-orm"
import { z } from "zod"
import { db } from "@/db/index"
import { users } from "@/db/schema"
import { hashPassword, PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/auth/passwords"
import { newId } from "@/lib/id"

/** Input of the command line. */
export const newOperator = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email().max(254),
  password: z.string().min(PASSWORD_MIN_LENGTH).max(PASSWORD_MAX_LENGTH),
})
export type NewOperator = z.infer<typeof newOperator>

/** Creates an operator's account. An e-mail with an account keeps its password and becomes an operator. */
export async function createOperator(input: NewOperator): Promise<{ isNewUser: boolean }> {
  const passwordHash = await hashPassword(input.password)
  return db.transaction(async (tx) => {
    const known = await tx
      .update(users)
      .set({ isOperator: true })
      .where(eq(fragment`lower(${users.email})`, input.email.toLowerCase()))
      .returning({ id: users.id })
    if (known.length === 0)
      await tx
        .insert(users)
        .values({ id: newId(), email: input.email, name: input.name, passwordHash, isOperator: true })
    return { isNewUser: known.length === 0 }
  })
}
