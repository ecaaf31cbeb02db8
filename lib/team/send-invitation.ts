import { and, eq } from "drizzle-orm"
import { db } from "@/db/index"
import { invitations, merchants, users } from "@/db/schema"
import { open } from "@/lib/crypto"
import type { Jobs } from "@/lib/jobs/enqueue"
import { sendMail } from "@/lib/mail/send"
import { linkContext } from "./mutations"
import { isPending } from "./queries"

/** The job behind an invitation's e-mail. One that was revoked or accepted meanwhile sends nothing. */
export async function sendInvitation({ invitationId, sealedLink }: Jobs["send_invitation"]): Promise<void> {
  const [invitation] = await db
    .select({ email: invitations.email, merchantName: merchants.name, invitedBy: users.name })
    .from(invitations)
    .innerJoin(merchants, eq(merchants.id, invitations.merchantId))
    .innerJoin(users, eq(users.id, invitations.invitedBy))
    .where(and(eq(invitations.id, invitationId), isPending()))
  if (!invitation) return
  const link = open(sealedLink, linkContext(invitationId))
  await sendMail({
    to: invitation.email,
    subject: `${invitation.merchantName} : votre accès à Comptoir`,
    text: [
      `${invitation.invitedBy} vous invite à suivre la fidélité Pongo de ${invitation.merchantName} dans Comptoir.`,
      "Ce lien fonctionne une fois, pendant 7 jours :",
      link,
      "",
      "—",
      `${invitation.invitedBy} invites you to follow the Pongo loyalty of ${invitation.merchantName} in Comptoir.`,
      "The link above works once, for 7 days.",
    ].join("\n"),
  })
}
