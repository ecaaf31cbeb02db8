import { afterAll, afterEach, beforeAll } from "vitest"
import { startDeliveryWorker } from "@/lib/deliveries/worker"
import { env } from "@/lib/env"
import { type SandboxOptions, startSandbox } from "@/sandbox/server/server"

/**
 * Starts a sandbox Pongo for the test file and clears its faults after each test.
 * @param settings extra environment settings for the whole file
 */
export async function useSandbox(settings: Partial<typeof env> = {}, options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ quiet: true, ...options })
  Object.assign(env, { PONGO_API_URL: sandbox.url, ...settings })
  afterEach(() => sandbox.faults.clear())
  afterAll(() => sandbox.close())
  return sandbox
}

/** A worker that sends this test file's orders. */
export function useDeliveryWorker(options: Parameters<typeof startDeliveryWorker>[0] = {}) {
  let worker: Awaited<ReturnType<typeof startDeliveryWorker>>
  beforeAll(async () => {
    worker = await startDeliveryWorker(options)
  })
  afterAll(() => worker.stop())
}
