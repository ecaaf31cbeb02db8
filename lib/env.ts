import { z } from "zod"

/** 5 s to 12 h, 81 h in all. Tills are promised at least 72 h. */
const DEFAULT_RETRY_SCHEDULE =
  "5,15,60,300,900,1800,3600,7200,14400,21600,28800,43200,43200,43200,43200,43200"

const seconds = z
  .string()
  .regex(/^\d+(\s*,\s*\d+)*$/, "seconds separated by commas, for example 5,60,3600")
  .transform((list) => list.split(",").map(Number))

const base64Key = (value: string) => Buffer.from(value, "base64").length === 32

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
    PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
    APP_URL: z.url({ protocol: /^https?$/ }).optional(),
    PONGO_API_URL: z.url({ protocol: /^https?$/ }).default("https://sandbox-api.heypongo.com"),
    PONGO_CLIENT_ID: z.string().optional(),
    PONGO_CLIENT_SECRET: z.string().optional(),
    AUTH_SECRET: z.string().min(32, "at least 32 characters").optional(),
    ENCRYPTION_KEYS: z
      .string()
      .regex(/^[\w-]+:[A-Za-z0-9+/=]+(,[\w-]+:[A-Za-z0-9+/=]+)*$/, "kid:base64[,kid:base64]")
      .transform((list) =>
        list.split(",").map((entry) => {
          const colon = entry.indexOf(":")
          return { kid: entry.slice(0, colon), key: entry.slice(colon + 1) }
        }),
      )
      .refine((keys) => keys.every(({ key }) => base64Key(key)), "each key is 32 bytes in base64")
      .optional(),
    ORDER_RETRY_SCHEDULE: z.string().default(DEFAULT_RETRY_SCHEDULE).pipe(seconds),
    PONGO_TIMEOUT_MS: z.coerce.number().int().min(50).default(15_000),
    PONGO_CHECKOUT_TIMEOUT_MS: z.coerce.number().int().min(50).default(2_500),
    WORKER: z.enum(["on", "off"]).default("on"),
    WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(32),
    API_RATE_LIMIT_PER_SECOND: z.coerce.number().min(1).default(50),
    SIGN_IN_ATTEMPTS_PER_15_MINUTES: z.coerce.number().int().min(1).default(10),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    /** As they appear in an address: `hooks.internal`, `10.0.0.8`, `[fd00::1]`. */
    ALERT_PRIVATE_HOSTS: z
      .string()
      .transform((list) => list.split(",").map((name) => name.trim().toLowerCase()))
      .optional(),
    MAIL_FROM: z.string().default("Comptoir <no-reply@localhost>"),
    METRICS_TOKEN: z.string().min(16, "at least 16 characters").optional(),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  })
  .superRefine((env, ctx) => {
    if (Boolean(env.PONGO_CLIENT_ID) !== Boolean(env.PONGO_CLIENT_SECRET))
      ctx.addIssue({
        code: "custom",
        path: [env.PONGO_CLIENT_ID ? "PONGO_CLIENT_SECRET" : "PONGO_CLIENT_ID"],
        message: "PONGO_CLIENT_ID and PONGO_CLIENT_SECRET go together",
      })
    // `next build` evaluates every route without the secrets of the production machine.
    if (env.NODE_ENV !== "production" || process.env.NEXT_PHASE === "phase-production-build") return
    for (const name of ["AUTH_SECRET", "ENCRYPTION_KEYS", "APP_URL"] as const)
      if (env[name] === undefined) ctx.addIssue({ code: "custom", path: [name], message: "missing" })
  })

/**
 * Parses the environment.
 * @throws Error with one line that names every invalid variable, never its value.
 */
export function parseEnv(source: Record<string, string | undefined>) {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""))
  const parsed = schema.safeParse(filled)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} (${issue.message})`)
    throw new Error(`Configuration: ${problems.join(", ")}. See .env.example.`)
  }
  const env = parsed.data
  return { ...env, APP_URL: (env.APP_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, "") }
}

export const env = parseEnv(process.env)
