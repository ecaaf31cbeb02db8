import { createTransport } from "nodemailer"
import { env } from "@/lib/env"

/**
 * Sends one plain-text e-mail through `SMTP_URL`. Called by background jobs, which try again.
 * @throws Error when SMTP is not configured or refuses
 */
export async function sendMail(mail: { to: string; subject: string; text: string }): Promise<void> {
  if (!env.SMTP_URL) throw new Error("SMTP_URL is not set")
  const transport = createTransport(env.SMTP_URL)
  try {
    await transport.sendMail({ from: env.MAIL_FROM, ...mail })
  } finally {
    transport.close()
  }
}
