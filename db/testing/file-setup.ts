import { afterAll, inject } from "vitest"
import { setDefaultWork } from "../work"
import { createTestDatabase } from "./database"

// Runs before the test file's own imports, so that db/index finds the clone.
const clone = await createTestDatabase(inject("testServer"))
process.env.DATABASE_URL = clone.url
// Fixtures get the limits of background work. Routes and workers keep their own.
setDefaultWork("job")

afterAll(async () => {
  const { closeDatabase } = await import("../index")
  await closeDatabase()
  await clone.drop()
})
