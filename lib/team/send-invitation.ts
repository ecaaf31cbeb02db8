import { and, eq } from "drizzle-orm"
import { createTranslator } from "next-intl"
import { db } from "@/db/index"
import { invitations, merchants, users } from "@/db/schema"
import { open } from "@/lib/crypto"
import { messages } from "@/lib/i18n/messages"
import type { Jobs } from "@/lib/jobs/list"
import { sendMail } from "@/lib/mail"
import { linkContext } from "./mutations"
import { isPending } from "./queries"

/** The job behind an invitation's e-mail. Sends nothing if it was revoked or accepted meanwhile. */
export async function sendInvitation({ invitationId, sealedLink }: Jobs["send_invitation"]): Promise<void> {
  const [invitation] = await db
    .select({ email: invitations.email, merchantName: merchants.name, invitedBy: users.name })
    .from(invitations)
    .innerJoin(merchants, eq(merchants.id, invitations.merchantId))
    .innerJoin(users, eq(users.id, invitations.invitedBy))
    .where(and(eq(invitations.id, invitationId), isPending()))
  if (!invitation) return
  const link = open(sealedLink, linkContext(invitationId))
  const values = { person: invitation.invitedBy, merchant: invitation.merchantName }
  const [french, english] = (["fr", "en"] as const).map((locale) =>
    createTranslator({ locale, messages: messages[locale], namespace: "account.mails.invitation" }),
  )
  await sendMail({
    to: invitation.email,
    subject: french!("subject", values),
    text: [french!("text", values), link, "", "—", english!("text", values)].join("\n"),
  })
}
