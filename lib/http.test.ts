import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { AppError } from "./errors"
import { orUnavailable } from "./http"

/** Routes that handle a database outage themselves, or never use the database. */
const EXCEPT = ["api/pos/", "api/auth/", "api/health/", "api/ready/"]

test("a route answers 503 with Retry-After while the database is down, and other errors pass through", async () => {
  const away = Object.assign(new Error("closed"), { code: "CONNECTION_CLOSED" })
  const reply = await orUnavailable(() => Promise.reject(away))()
  expect(reply.status).toBe(503)
  expect(Number(reply.headers.get("Retry-After"))).toBeGreaterThan(0)
  const defect = new Error("a defect")
  await expect(orUnavailable(() => Promise.reject(defect))()).rejects.toBe(defect)
  const refusal = new AppError("not_found")
  await expect(orUnavailable(() => Promise.reject(refusal))()).rejects.toBe(refusal)
})

test("every route outside the checkout API that uses the database answers 503 while it is down", () => {
  const routes = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("/route.ts") && !EXCEPT.some((start) => path.startsWith(start)))
    .map((path) => `app/${path}`)
  expect(routes.length).toBeGreaterThan(8)
  const bare = routes.filter(
    (path) => !/export const (GET|POST) = orUnavailable\(/.test(readFileSync(path, "utf8")),
  )
  expect(bare).toEqual([])
})
