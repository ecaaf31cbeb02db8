import { connect, eventually, tillCtx } from "@/db/testing/fixtures"
import { makeShop } from "@/lib/checkout-api/testing/shop"
import { callPongo } from "@/lib/connections/call"
import type { Sandbox } from "@/sandbox/server/server"
import { LE_COMPTOIR } from "@/sandbox/state/seed"

/** Short timeouts, for tests of what a till waits for. */
export const SHORT_PATIENCE = { PONGO_CHECKOUT_TIMEOUT_MS: 400 }
const BASTILLE = "le-comptoir-bastille"

/** A merchant for the test, connected as Le Comptoir, with the location `bastille` and its till. */
export async function openShop(
  sandbox: Sandbox,
  options: { isMapped?: boolean; isConnected?: boolean } = {},
) {
  const shop = await makeShop({
    ref: "bastille",
    storeSlug: (options.isMapped ?? true) ? BASTILLE : undefined,
  })
  if (options.isConnected ?? true) await connect(shop.merchantId, sandbox.issueToken(LE_COMPTOIR))
  return shop
}

/** Repairs the sandbox and waits until calls pass again: the breaker belongs to the process, not the test. */
export async function mendPongo(sandbox: Sandbox): Promise<void> {
  sandbox.faults.clear()
  const { merchantId, keyId } = await openShop(sandbox)
  await eventually("Pongo answers again", () =>
    callPongo(tillCtx(merchantId, keyId), "me", (client, token) => client.me(token)).then(
      () => true,
      () => false,
    ),
  )
}

/** The n-th seeded customer of Le Comptoir: the first has many points and a wallet, the second has no points. */
export function seeded(sandbox: Sandbox, number: number) {
  return sandbox.state.customerByPhone(LE_COMPTOIR, `3361200${String(number).padStart(4, "0")}`)!
}

let sequence = 0

/** An unused French mobile number. */
export const newPhone = () =>
  `+3367${String(process.pid % 1000).padStart(3, "0")}${String(++sequence).padStart(4, "0")}`
