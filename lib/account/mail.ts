import { createTranslator } from "next-intl"
import { z } from "zod"
import type { Tx } from "@/db/index"
import { open, seal } from "@/lib/crypto"
import { env } from "@/lib/env"
import { messages } from "@/lib/i18n/messages"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import { sendMail } from "@/lib/mail"

const CONTEXT = "account.mail"

const accountMail = z.object({
  to: z.string(),
  kind: z.enum(["passwordLink", "passwordChanged", "confirmEmail", "emailChanged"]),
  /** Values in the text: a link, the new address. */
  link: z.string().optional(),
  email: z.string().optional(),
})
export type AccountMail = z.infer<typeof accountMail>

/** Queues a mail about an account in the transaction of the change. No effect without SMTP. */
export async function mailLater(tx: Tx, mail: AccountMail): Promise<void> {
  if (!env.SMTP_URL) return
  const sealedMail = seal(JSON.stringify(mail), CONTEXT)
  await enqueueJob("send_account_mail", { sealedMail }, { within: tx })
}

/** The job behind {@link mailLater}. */
export async function sendAccountMail({ sealedMail }: Jobs["send_account_mail"]): Promise<void> {
  await sendWords(accountMail.parse(JSON.parse(open(sealedMail, CONTEXT))))
}

/** Sends the text in French and in English, because an account has no language. */
export async function sendWords({ to, kind, link = "", email = "" }: AccountMail): Promise<void> {
  const [french, english] = (["fr", "en"] as const).map((locale) => {
    const t = createTranslator({ locale, messages: messages[locale], namespace: "account.mails" })
    const values = { link, email, app: env.APP_URL }
    return { subject: t(`${kind}.subject`), text: t(`${kind}.text`, values) }
  })
  await sendMail({ to, subject: french!.subject, text: [french!.text, "", "—", english!.text].join("\n") })
}
