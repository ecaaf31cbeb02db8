import { eq, sql as fragment } from "drizzle-orm"
import { db } from "@/db/index"
import { users } from "@/db/schema"
import { countResetRequest } from "@/lib/auth/sign-in-limits"
import { open, seal } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import { LINK_MINUTES, makeLink } from "./links"
import { sendWords } from "./mail"

const CONTEXT = "account.password_link"

/**
 * Asks for a link to a new password. Whether the address has an account is for the job to find out, so the answer and
 * its time are the same for everybody.
 * @param address of the caller
 * @throws AppError `mail_off`, `too_many_attempts`
 */
export async function askForPasswordLink({ email }: { email: string }, address: string): Promise<void> {
  if (!env.SMTP_URL) throw new AppError("mail_off")
  await countResetRequest(email, address)
  await enqueueJob("send_password_link", {
    sealedEmail: seal(email, CONTEXT),
    askedAt: new Date().toISOString(),
  })
}

/** The job behind it. Nobody waits for a mail that comes later than its link would have lasted. */
export async function sendPasswordLink({ sealedEmail, askedAt }: Jobs["send_password_link"]): Promise<void> {
  if (Date.now() - Date.parse(askedAt) > LINK_MINUTES * 60_000) return
  const made = await createPasswordLink(open(sealedEmail, CONTEXT))
  if (made) await sendWords({ to: made.email, kind: "passwordLink", link: made.link })
}

/**
 * A link to a new password, for whoever runs Comptoir to hand over, and for the mail.
 * @returns null when nobody has the address
 */
export async function createPasswordLink(email: string): Promise<{ email: string; link: string } | null> {
  return db.transaction(async (tx) => {
    const [user] = await tx
      .select({ id: users.id, email: users.email })
      .from(users)
      .where(eq(fragment`lower(${users.email})`, email.trim().toLowerCase()))
    return user ? { email: user.email, link: await makeLink(tx, user.id, "password") } : null
  })
}
