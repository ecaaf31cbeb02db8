import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { testTenants } from "@/db/testing/tenants"
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
  "deliveries/verify.verifyOrder": {
    call: (ctx) => verifyOrder(ctx, { id: theirs.deliveredId }),
    refusal: "order_not_found",
  },
  "replays/mutations.planReplay": [
    {
      call: (ctx) => planReplay(ctx, { kind: "send", orders: { ids: [theirs.orderId] } }),
      refusal: "replay_empty",
    },
    { call: (ctx) => planReplay(ctx, { kind: "send", orders: { filters: {} } }), refusal: "replay_empty" },
  ],
  "replays/mutations.confirmReplay": {
    call: (ctx) => confirmReplay(ctx, { id: theirs.planned, name: "mine" }),
    refusal: "not_found",
  },
  "replays/mutations.approveReplay": {
    call: (ctx) => approveReplay(ctx, { id: theirs.waiting }),
    refusal: "not_found",
  },
  "replays/mutations.cancelReplay": {
    call: (ctx) => cancelReplay(ctx, { id: theirs.scheduled }),
    refusal: "not_found",
  },
  "replays/mutations.changeApprovalThreshold": { call: (ctx) => changeApprovalThreshold(ctx, { orders: 7 }) },
  "replays/queries.listReplays": [
    { call: (ctx) => listReplays(ctx), reads: true },
    { call: (ctx) => listReplays(ctx, { before: theirs.planned }) },
  ],
  "replays/queries.countReplaysToApprove": { call: countReplaysToApprove, reads: true },
  "replays/queries.listReplaysToApprove": { call: listReplaysToApprove, reads: true },
  "replays/queries.getReplay": { call: (ctx) => getReplay(ctx, theirs.waiting), refusal: "not_found" },
  "replays/queries.listFailedAgain": {
    call: (ctx) => listFailedAgain(ctx, theirs.failedAgain),
    reads: true,
  },
  "replays/queries.getApprovalThreshold": { call: getApprovalThreshold, reads: true },
})
