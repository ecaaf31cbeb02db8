import { createTransport } from "nodemailer"
import { env } from "./env"

const CONNECT_TIMEOUT_MS = 10_000
const SILENCE_TIMEOUT_MS = 20_000

/**
 * Sends one plain-text e-mail through `SMTP_URL`. Called by background jobs, which retry.
 * @param mail.id identifies the message, so that recipients can detect a repeat
 * @throws Error if SMTP is not configured or refuses
 */
export async function sendMail(mail: {
  to: string
  subject: string
  text: string
  id?: string
}): Promise<void> {
  if (!env.SMTP_URL) throw new Error("SMTP_URL is not set")
  const { id, ...message } = mail
  const transport = createTransport({
    url: env.SMTP_URL,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
  })
  try {
    await transport.sendMail({
      from: env.MAIL_FROM,
      // Prevents out-of-office replies (RFC 3834).
      headers: { "Auto-Submitted": "auto-generated" },
      ...(id && { messageId: `<${id}@${new URL(env.APP_URL).hostname}>` }),
      ...message,
    })
  } finally {
    transport.close()
  }
}
