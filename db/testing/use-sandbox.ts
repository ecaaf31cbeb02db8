import { afterAll, afterEach, beforeAll } from "vitest"
import { startDeliveryWorker } from "@/lib/deliveries/worker"
import { env } from "@/lib/env"
import { type SandboxOptions, startSandbox } from "@/sandbox/server/server"

/**
 * A sandbox that is the Pongo of this test file. Each test begins without faults.
 * @param settings further settings of the environment, for the whole file
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
