import { execFile } from "node:child_process"
import { describe, expect, test } from "vitest"
import { connect, makeMerchant } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { LE_COMPTOIR } from "@/sandbox/state/seed"

const sandbox = await useSandbox()

function pongoCheck(args: string[], env: Record<string, string> = {}) {
  const own = { PONGO_API_URL: sandbox.url, PONGO_ACCESS_TOKEN: "", LOG_LEVEL: "silent", ...env }
  return new Promise<{ code: number; out: string; errors: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", "bin/pongo-check.ts", ...args],
      { env: { ...process.env, ...own } },
      (_error, out, errors) => resolve({ code: child.exitCode ?? -1, out, errors }),
    )
  })
}

describe("npm run pongo:check", () => {
  test("with a token from the environment: a table, and 0 when nothing differs", async () => {
    const token = sandbox.issueToken(LE_COMPTOIR)
    const { code, out } = await pongoCheck([], { PONGO_ACCESS_TOKEN: token })
    expect(out).toContain("9 confirmed, 0 differ, 0 not reachable")
    expect(out).not.toContain(token)
    expect(code).toBe(0)
  })

  test("with a merchant's stored connection, for machines, and 1 when something differs", async () => {
    const { merchantId } = await makeMerchant()
    const token = sandbox.issueToken(LE_COMPTOIR)
    await connect(merchantId, token)
    sandbox.faults.add({ path: "/v1/stores", kind: "truncated_json" })
    const { code, out } = await pongoCheck(["--merchant", merchantId, "--json"])
    sandbox.faults.clear()
    const told = JSON.parse(out)
    expect(told.ok).toBe(false)
    expect(told.calls.find(({ name }: { name: string }) => name === "list stores")).toMatchObject({
      state: "differs",
      call: "GET /v1/stores?page=1",
      differences: [{ path: "", problem: "is not JSON" }],
    })
    expect(out).not.toContain(token)
    expect(code).toBe(1)
  })

  test("without credentials, or for a merchant without a connection: one line, and 1", async () => {
    const [none, unconnected] = await Promise.all([
      pongoCheck([]),
      pongoCheck(["--merchant", (await makeMerchant()).merchantId]),
    ])
    expect(none).toMatchObject({ code: 1, errors: expect.stringMatching(/^No credentials\. .*\n$/) })
    expect(unconnected).toMatchObject({
      code: 1,
      errors: "This merchant has no live connection to Pongo.\n",
    })
  })
})
