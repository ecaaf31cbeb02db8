import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
import { useSandbox } from "@/db/testing/use-sandbox"
import { verifyOrder } from "@/lib/deliveries/verify"
import { CHEZ_ROSALIE } from "@/sandbox/state/seed"
import { approveReplay, cancelReplay, changeApprovalThreshold, confirmReplay, planReplay } from "./mutations"
import {
  countReplaysToApprove,
  getApprovalThreshold,
  getReplay,
  listFailedAgain,
  listReplays,
  listReplaysToApprove,
} from "./queries"
import { runReplay } from "./run"
import { makeOrders } from "./testing/orders"

const sandbox = await useSandbox()

/** A merchant with a replay in each state that a stranger might try to advance. */
async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  const { merchantId, owner, manager } = merchant
  await connect(merchantId, sandbox.issueToken(CHEZ_ROSALIE))
  const { id: locationId } = await makeLocation(merchantId, {
    ref: "their-location",
    storeSlug: "their-store",
  })
  const location = { merchantId, locationId, storeSlug: "their-store" }
  await changeApprovalThreshold(owner, { orders: 2 })
  const [deliveredId] = await makeOrders(location, 1, { delivery: "delivered" })
  const [orderId] = await makeOrders(location, 3)
  const plan = async () =>
    (await planReplay(manager, { kind: "send", orders: { filters: { status: "failed" } } })).id
  const [planned, waiting] = [await plan(), await plan()]
  await confirmReplay(manager, { id: waiting, name: "their-store" })
  const one = { kind: "send" as const, orders: { ids: [orderId!] } }
  const { id: scheduled } = await planReplay(manager, one)
  await confirmReplay(manager, { id: scheduled, name: "their-store" })
  const { id: done } = await planReplay(manager, one)
  await confirmReplay(manager, { id: done, name: "their-store" })
  await runReplay({ merchantId, replayId: done })
  const [failedId] = await makeOrders(location, 1)
  const { id: failedAgain } = await planReplay(manager, { kind: "send", orders: { ids: [failedId!] } })
  await confirmReplay(manager, { id: failedAgain, name: "their-store" })
  await runReplay({ merchantId, replayId: failedAgain })
  await sql`update deliveries set state = 'failed' where order_id = ${failedId!}`
  return {
    ...merchant,
    deliveredId: deliveredId!,
    orderId: orderId!,
    planned,
    waiting,
    scheduled,
    failedAgain,
  }
}

const theirs = await makeTheirs()

testTenants(theirs, {
  "deliveries/verify.verifyOrder": refused("order_not_found", (ctx) =>
    verifyOrder(ctx, { id: theirs.deliveredId }),
  ),
  "replays/mutations.planReplay": [
    refused("replay_empty", (ctx) => planReplay(ctx, { kind: "send", orders: { ids: [theirs.orderId] } })),
    refused("replay_empty", (ctx) => planReplay(ctx, { kind: "send", orders: { filters: {} } })),
  ],
  "replays/mutations.confirmReplay": refused("not_found", (ctx) =>
    confirmReplay(ctx, { id: theirs.planned, name: "mine" }),
  ),
  "replays/mutations.approveReplay": refused("not_found", (ctx) =>
    approveReplay(ctx, { id: theirs.waiting }),
  ),
  "replays/mutations.cancelReplay": refused("not_found", (ctx) =>
    cancelReplay(ctx, { id: theirs.scheduled }),
  ),
  "replays/mutations.changeApprovalThreshold": (ctx) => changeApprovalThreshold(ctx, { orders: 7 }),
  "replays/queries.listReplays": [
    reads((ctx) => listReplays(ctx)),
    (ctx) => listReplays(ctx, { before: theirs.planned }),
  ],
  "replays/queries.countReplaysToApprove": reads(countReplaysToApprove),
  "replays/queries.listReplaysToApprove": reads(listReplaysToApprove),
  "replays/queries.getReplay": refused("not_found", (ctx) => getReplay(ctx, theirs.waiting)),
  "replays/queries.listFailedAgain": reads((ctx) => listFailedAgain(ctx, theirs.failedAgain)),
  "replays/queries.getApprovalThreshold": reads(getApprovalThreshold),
})
