import type { AddressInfo } from "node:net"
import { SMTPServer } from "smtp-server"

export type Received = { to: string; subject: string; id: string; text: string }

/** A real SMTP server on this machine with its received messages. `refuse` makes it refuse further ones. */
export async function startSmtp() {
  const received: Received[] = []
  let refusal: string | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        if (refusal) return done(new Error(refusal))
        received.push(
          read(session.envelope.rcptTo[0]?.address ?? "", Buffer.concat(chunks).toString("latin1")),
        )
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    refuse: (reason: string | null) => {
      refusal = reason
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** The message as its reader sees it (RFC 2047 and RFC 2045 decoded). */
function read(to: string, raw: string): Received {
  const split = raw.indexOf("\r\n\r\n")
  const headers = raw.slice(0, split).replace(/\r\n[ \t]+/g, " ")
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(headers)?.[1]?.trim() ?? ""
  const body = raw.slice(split + 4).replaceAll("\r\n", "\n")
  return {
    to,
    subject: words(header("Subject")),
    id: header("Message-ID"),
    text: decoded(body, header("Content-Transfer-Encoding")),
  }
}

const quotedBytes = (text: string) =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  )

function decoded(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString()
  if (encoding === "quoted-printable") return quotedBytes(body.replace(/=\n/g, "")).toString()
  return Buffer.from(body, "latin1").toString()
}

/** Encoded words may split a character, so the bytes are joined before decoding. */
function words(subject: string): string {
  const bytes = subject
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([QB])\?(.*?)\?=/gi, (_, kind: string, text: string) =>
      (kind.toUpperCase() === "B"
        ? Buffer.from(text, "base64")
        : quotedBytes(text.replaceAll("_", " "))
      ).toString("latin1"),
    )
  return Buffer.from(bytes, "latin1").toString()
}
