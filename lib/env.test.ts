import { readFileSync } from "node:fs"
import { parseEnv as parseDotenv } from "node:util"
import { describe, expect, test } from "vitest"
import { parseEnv } from "./env"

const example = readFileSync(".env.example", "utf8")
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((found) => found[1]).sort()

const secrets = {
  NODE_ENV: "production",
  APP_URL: "https://comptoir.example",
  AUTH_SECRET: "a".repeat(32),
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
}

describe(".env.example", () => {
  test("is valid as it is", () => {
    expect(() => parseEnv(parseDotenv(example))).not.toThrow()
  })

  test("is valid in production once the secrets are filled in", () => {
    expect(() => parseEnv({ ...parseDotenv(example), ...secrets })).not.toThrow()
  })

  test("names every variable that is read, and no other", () => {
    const read = names(readFileSync("lib/env.ts", "utf8"), /^ {4}([A-Z][A-Z0-9_]+): z\b/gm)
    expect(read.length).toBeGreaterThan(15)
    expect(names(example, /^(?:# )?([A-Z][A-Z0-9_]+)=/gm)).toEqual(read)
  })

  test("shows the real defaults", () => {
    const shown = parseEnv({ ...parseDotenv(example.replace(/^# (?=[A-Z][A-Z0-9_]+=)/gm, "")), ...secrets })
    expect(shown).toEqual(parseEnv({ ...secrets, APP_URL: secrets.APP_URL }))
  })

  test("holds no secret that could be used by mistake", () => {
    const filled = parseDotenv(example)
    for (const name of ["AUTH_SECRET", "ENCRYPTION_KEYS", "PONGO_CLIENT_SECRET", "METRICS_TOKEN"])
      expect(filled[name]).toBe("")
  })
})

describe("the environment", () => {
  test("a missing secret in production is one line that names it", () => {
    const { AUTH_SECRET: _, ...rest } = secrets
    expect(() => parseEnv(rest)).toThrow(/^Configuration: AUTH_SECRET \(missing\)\. See \.env\.example\.$/)
  })

  test("an invalid variable is named, and its value never shown", () => {
    expect(() => parseEnv({ AUTH_SECRET: "hush" })).toThrow(/AUTH_SECRET \(at least 32 characters\)/)
    expect(() => parseEnv({ AUTH_SECRET: "hush" })).not.toThrow(/hush/)
  })

  test("Pongo's id and secret must both be set", () => {
    expect(() => parseEnv({ PONGO_CLIENT_ID: "id" })).toThrow(/PONGO_CLIENT_SECRET/)
    expect(() => parseEnv({ PONGO_CLIENT_SECRET: "secret" })).toThrow(/PONGO_CLIENT_ID/)
  })

  test("an encryption key of the wrong length is refused", () => {
    expect(() => parseEnv({ ENCRYPTION_KEYS: "k1:c2hvcnQ=" })).toThrow(/each key is 32 bytes/)
  })

  test("encryption keys keep their order", () => {
    const [one, two] = [Buffer.alloc(32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")]
    expect(parseEnv({ ENCRYPTION_KEYS: `b:${two},a:${one}` }).ENCRYPTION_KEYS).toEqual([
      { kid: "b", key: two },
      { kid: "a", key: one },
    ])
  })

  test("the default retry schedule covers 72 hours", () => {
    const hours = parseEnv({}).ORDER_RETRY_SCHEDULE.reduce((sum, pause) => sum + pause, 0) / 3600
    expect(hours).toBeGreaterThanOrEqual(72)
  })

  test("the public address follows the port and has no trailing slash", () => {
    expect(parseEnv({ PORT: "4321" }).APP_URL).toBe("http://localhost:4321")
    expect(parseEnv({ APP_URL: "https://comptoir.example/" }).APP_URL).toBe("https://comptoir.example")
  })
})
