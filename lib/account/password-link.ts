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
 * Requests a password link. A job checks whether the address has an account, so that the answer and its timing are the
 * same for everybody.
 * @param address the caller's IP address
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

/** The job behind it. Sends nothing once the link would have expired. */
export async function sendPasswordLink({ sealedEmail, askedAt }: Jobs["send_password_link"]): Promise<void> {
  if (Date.now() - Date.parse(askedAt) > LINK_MINUTES * 60_000) return
  const made = await createPasswordLink(open(sealedEmail, CONTEXT))
  if (made) await sendWords({ to: made.email, kind: "passwordLink", link: made.link })
}

/**
 * A password link, for the mail or for an administrator to pass on.
 * @returns null if no account has the address
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
