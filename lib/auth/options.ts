import { eq, sql as fragment } from "drizzle-orm"
import type { NextAuthOptions, User } from "next-auth"
import Credentials from "next-auth/providers/credentials"
import { db } from "@/db/index"
import { sessions, users } from "@/db/schema"
import { randomToken } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { logger } from "@/lib/log"
import { verifyPassword } from "./passwords"
import { countSignInAttempt, forgetSignInAttempts } from "./sign-in-limits"

export const SESSION_DAYS = 30

declare module "next-auth" {
  interface User {
    sessionId: string
  }
  interface Session {
    sessionId: string
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    sessionId: string
  }
}

// next-auth 4 reads its own address from here; it signs callbacks and chooses cookie names by it.
process.env.NEXTAUTH_URL = env.APP_URL

/**
 * E-mail and password. The cookie is a JWT that carries only the id of a row in `sessions`, so that a session can be
 * revoked; everything a page needs is read through that row.
 */
export const authOptions: NextAuthOptions = {
  secret: env.AUTH_SECRET,
  session: { strategy: "jwt", maxAge: SESSION_DAYS * 86_400 },
  useSecureCookies: env.APP_URL.startsWith("https:"),
  pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
  logger: {
    error: (code, metadata) =>
      logger.warn({ code, err: "error" in metadata ? metadata.error : metadata }, "sign-in"),
    warn: (code) => logger.debug({ code }, "next-auth"),
    debug: () => {},
  },
  providers: [
    Credentials({
      credentials: { email: {}, password: {} },
      async authorize(credentials, request) {
        try {
          return await signIn(credentials, request.headers ?? {})
        } catch (error) {
          // The message becomes `?error=` in next-auth's answer: all that reaches the form.
          if (error instanceof AppError) throw new Error(`${error.code}:${error.retryAfterSeconds}`)
          logger.error({ err: error }, "sign-in")
          throw new Error("internal")
        }
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => (user ? { sub: user.id, sessionId: user.sessionId } : token) as typeof token,
    session: ({ session, token }) => ({ ...session, user: undefined, sessionId: token.sessionId }),
    // Resolved before it is judged: "//elsewhere" and "/\\elsewhere" begin with a slash too.
    redirect: ({ url, baseUrl }) =>
      URL.canParse(url, baseUrl) && new URL(url, baseUrl).origin === baseUrl
        ? new URL(url, baseUrl).href
        : baseUrl,
  },
  events: {
    signOut: async ({ token }) => {
      if (token?.sessionId)
        await db.update(sessions).set({ revokedAt: new Date() }).where(eq(sessions.id, token.sessionId))
    },
  },
}

/** @throws AppError `too_many_attempts` */
async function signIn(
  credentials: { email: string; password: string } | undefined,
  headers: Record<string, unknown>,
): Promise<User | null> {
  const email = credentials?.email?.trim() ?? ""
  const password = credentials?.password ?? ""
  if (!email || !password || email.length > 254 || email.includes("\0")) return null
  // The last entry is our own proxy's; those before it are whatever the caller wrote.
  const address =
    String(headers["x-forwarded-for"] ?? "")
      .split(",")
      .at(-1)
      ?.trim() || "unknown"
  await countSignInAttempt(email, address)
  const [user] = await db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(fragment`lower(${users.email})`, email.toLowerCase()))
  if (!(await verifyPassword(user?.passwordHash ?? null, password)) || !user) return null
  await forgetSignInAttempts(email, address)
  const sessionId = randomToken("ses_")
  await db.insert(sessions).values({
    id: sessionId,
    userId: user.id,
    userAgent: String(headers["user-agent"] ?? "").slice(0, 300) || null,
    expiresAt: new Date(Date.now() + SESSION_DAYS * 86_400_000),
  })
  return { id: user.id, sessionId }
}
