import { expect, test } from "vitest"
import { pongoEnvironment } from "./environment"

test.each([
  ["http://127.0.0.1:4010", "bundled"],
  ["http://localhost:4010", "bundled"],
  ["http://[::1]:4010", "bundled"],
  ["https://sandbox-api.heypongo.com", "sandbox"],
  ["https://SANDBOX-API.heypongo.com/", "sandbox"],
  ["https://api.heypongo.com", "production"],
  ["https://localhost.evil.example", "production"],
  ["https://127.0.0.1.example.org", "production"],
  ["https://sandbox-api.heypongo.com.example.org", "production"],
  ["https://pongo.internal", "production"],
])("%s is %s, and an unknown host is production", (url, environment) => {
  expect(pongoEnvironment(url)).toBe(environment)
})
