import { eq, sql as fragment } from "drizzle-orm"
import type { NextAuthOptions, User } from "next-auth"
import Credentials from "next-auth/providers/credentials"
import { db, sql } from "@/db/index"
import { sessions, users } from "@/db/schema"
import { randomToken } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { logger } from "@/lib/log"
import { cutText, isStorable, toStorable } from "@/lib/text"
import { addressOf, networkOf } from "./network"
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

// next-auth 4 reads its own address from this variable, signs callbacks with it and derives cookie names from it.
process.env.NEXTAUTH_URL = env.APP_URL

/**
 * E-mail and password. The cookie is a JWT that contains only the id of a row in `sessions`, so that a session can be
 * revoked. Pages read everything else through that row.
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
          // next-auth passes only the message to the form, as `?error=`.
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
    // Resolve before checking: "//elsewhere" and "/\\elsewhere" start with a slash too.
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
  if (!email || !password || email.length > 254 || !isStorable(email)) return null
  const address = addressOf(headers["x-forwarded-for"])
  await countSignInAttempt(email, address)
  const [user] = await db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(fragment`lower(${users.email})`, email.toLowerCase()))
  if (!(await verifyPassword(user?.passwordHash ?? null, password)) || !user) return null
  await forgetSignInAttempts(email, address)
  const sessionId = randomToken("ses_")
  // Only if the password just checked is still current: a reset in between has ended every session, including this one.
  const { count } = await sql`
    insert into sessions (id, user_id, user_agent, network, expires_at)
    select ${sessionId}, id, ${cutText(toStorable(String(headers["user-agent"] ?? "")), 300) || null},
           ${networkOf(address)}, ${new Date(Date.now() + SESSION_DAYS * 86_400_000)}
    from users where id = ${user.id} and password_hash = ${user.passwordHash} for share`
  if (count === 0) return null
  return { id: user.id, sessionId }
}
