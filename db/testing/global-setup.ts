import type { TestProject } from "vitest/node"
import { startTestServer } from "./database"

declare module "vitest" {
  interface ProvidedContext {
    testServer: { url: string; template: string }
  }
}

export default async function setup(project: TestProject) {
  const { url, template, stop } = await startTestServer()
  project.provide("testServer", { url, template })
  return stop
}
