import { setTimeout as sleep } from "node:timers/promises"
import { sql } from "@/db/index"
import { authenticateKey } from "@/lib/auth/api-key"
import type { Ctx } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { open } from "@/lib/crypto"
import { requireLoyaltyLocation } from "@/lib/customers/loyalty-location"
import { enlistCustomer, identifyCustomer } from "@/lib/customers/mutations"
import { getProfile } from "@/lib/customers/profile"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import { AppError } from "@/lib/errors"
import type { Jobs } from "@/lib/jobs/list"
import { acceptOrder } from "@/lib/orders/accept"
import { recordPayment } from "@/lib/orders/payment"
import { redeemAndShow } from "@/lib/redemptions/answer"
import type { AvailableReward, WalletEntry } from "@/lib/rewards/schema"
import { closeTestTill } from "@/lib/test-till/mutations"
import { getCapabilities } from "@/lib/tills/capabilities"
import {
  type RehearsalStep,
  type RehearsalStepId,
  rehearsalContext,
  rehearsalSteps,
  resultOfSteps,
} from "./rehearsal"
import { fictionalPhone, writeTestOrder } from "./rehearsal-order"

/** An order that Pongo has not taken after this is reported as not arrived. It may still arrive. */
const ARRIVAL_MS = 60_000
/** Pongo may count points a moment after it took the order. */
const POINTS_MS = 15_000
const LOOK_EVERY_MS = 300
const NO_TILL = { tillId: null }

/** Why a step did not pass, as a code. */
class StepError extends Error {
  constructor(
    readonly code: string,
    readonly state: "failed" | "skipped" = "failed",
  ) {
    super(code)
  }
}

/**
 * The job behind *Rehearse*: a scripted till makes a real till's calls on Pongo's sandbox, with a key of the test till,
 * so that its orders are test orders. Saves each step as it ends. A second run of the same job, after a crash, ends the
 * rehearsal instead of repeating half of it.
 */
export async function rehearse(job: Jobs["rehearse_go_live"]): Promise<void> {
  const [row] = await sql<{ steps: unknown }[]>`
    select steps from go_live_rehearsals
    where id = ${job.rehearsalId} and merchant_id = ${job.merchantId} and state = 'running'`
  if (!row) return
  const steps = rehearsalSteps.parse(row.steps)
  try {
    if (steps.some(({ state }) => state !== "waiting")) {
      for (const step of steps)
        if (step.state === "running") Object.assign(step, { state: "failed", code: "interrupted" })
        else if (step.state === "waiting") Object.assign(step, { state: "skipped", code: "after_failure" })
    } else {
      const till = await authenticateKey(
        `Bearer ${open(job.sealedKey, rehearsalContext(job.rehearsalId))}`,
        job.rehearsalId,
      )
      await runScript(till, job, steps)
    }
    await sql`
      update go_live_rehearsals set state = ${resultOfSteps(steps)}, steps = ${sql.json(steps)}, ended_at = now()
      where id = ${job.rehearsalId} and merchant_id = ${job.merchantId} and state = 'running'`
  } finally {
    await closeTestTill(systemCtx(job.merchantId, "rehearsal"), { id: job.tillKeyId })
  }
}

/** State shared between the steps. */
type Scene = {
  till: Ctx
  locationRef: string
  rehearsalId: string
  customerId: string
  phone: string
  profile: LoyaltyProfile | null
  orderId: string
  canVouchers: boolean
  bought: Partial<Record<"product" | "voucher", WalletEntry>>
}

async function runScript(till: Ctx, job: Jobs["rehearse_go_live"], steps: RehearsalStep[]): Promise<void> {
  const scene: Scene = {
    ...{ till, locationRef: job.locationRef, rehearsalId: job.rehearsalId },
    ...{ customerId: "", phone: fictionalPhone(), profile: null, orderId: "", bought: {} },
    canVouchers: (await getCapabilities(till)).canVouchers,
  }
  let hasFailed = false
  for (const step of steps) {
    if (hasFailed) Object.assign(step, { state: "skipped", code: "after_failure" })
    else {
      step.state = "running"
      await keep(job, steps)
      try {
        step.order = (await SCRIPT[step.id](scene)) ?? null
        step.state = "passed"
      } catch (error) {
        if (!(error instanceof AppError || error instanceof StepError)) throw error
        step.state = error instanceof StepError ? error.state : "failed"
        step.code = error.code
        hasFailed = step.state === "failed"
      }
      step.at = new Date().toISOString()
    }
    await keep(job, steps)
  }
}

const keep = (job: Jobs["rehearse_go_live"], steps: RehearsalStep[]) => sql`
  update go_live_rehearsals set steps = ${sql.json(steps)}
  where id = ${job.rehearsalId} and merchant_id = ${job.merchantId} and state = 'running'`

type Made = { id: string; ref: string }

const SCRIPT: Record<RehearsalStepId, (scene: Scene) => Promise<Made | undefined>> = {
  enlist: async (scene) => {
    // Nobody owns this number, so nobody consented.
    const enlist = {
      location_id: scene.locationRef,
      phone: scene.phone,
      opt_in: { sms: false, email: false },
    }
    const { profile } = await enlistCustomer(scene.till, enlist, null)
    scene.customerId = profile.customer.id
    return undefined
  },
  find: async ({ till, locationRef, phone }) => {
    requireFresh(await identifyCustomer(till, { location_id: locationRef, phone }, null))
    return undefined
  },
  scan: async ({ till, locationRef, customerId }) => {
    const scan = { location_id: locationRef, code: customerId, typed: false }
    requireFresh(await identifyCustomer(till, scan, null))
    return undefined
  },
  profile: async (scene) => {
    scene.profile = await lookAt(scene)
    return undefined
  },
  open_order: async (scene) => {
    const cents = Math.max(1_000, pointsNeeded(scene) * CENTS_PER_POINT)
    const order = writeTestOrder(scene, { number: 1, cents, isOpen: true })!
    const { answer } = await acceptOrder(scene.till, order, "en")
    scene.orderId = answer.id
    const paid = {
      location_id: scene.locationRef,
      status: "paid" as const,
      paid_at: new Date().toISOString(),
    }
    await recordPayment(scene.till, order.order_id, { ...paid, payments: order.payments }, "en")
    return { id: answer.id, ref: order.order_id }
  },
  arrive: async (scene) => {
    await arrives(scene.till, scene.orderId)
    return undefined
  },
  redeem: async (scene) => {
    if (!hasRewards(scene)) throw new StepError("no_rewards", "skipped")
    const wanted = await waitForPoints(scene)
    for (const [kind, reward] of Object.entries(wanted) as ["product" | "voucher", AvailableReward][]) {
      const { redemption, profile } = await redeemAndShow(scene.till, {
        customerId: scene.customerId,
        rewardId: reward.id,
        location: await requireLoyaltyLocation(scene.till, scene.locationRef),
        requestKey: `rehearsal-${scene.rehearsalId}-${kind}`,
        ...NO_TILL,
      })
      const entry = profile?.rewards.wallet.find(({ hash }) => hash === redemption.hash)
      if (!profile || !entry) throw new StepError("not_fresh")
      scene.bought[kind] = entry
    }
    return undefined
  },
  reward_product: (scene) => useOnOrder(scene, scene.bought.product, 2),
  reward_voucher: async (scene) => {
    if (!scene.canVouchers) throw new StepError("no_vouchers", "skipped")
    return useOnOrder(scene, scene.bought.voucher, 3)
  },
}

async function useOnOrder(scene: Scene, entry: WalletEntry | undefined, number: number): Promise<Made> {
  if (!entry) throw new StepError("no_rewards", "skipped")
  const order = writeTestOrder(scene, { number, cents: 1_000, reward: entry })
  if (!order) throw new StepError("no_rewards", "skipped")
  const { answer } = await acceptOrder(scene.till, order, "en")
  await arrives(scene.till, answer.id)
  return { id: answer.id, ref: order.order_id }
}

async function lookAt({ till, locationRef, customerId }: Scene): Promise<LoyaltyProfile> {
  const location = await requireLoyaltyLocation(till, locationRef)
  return requireFresh(await getProfile(till, location, customerId, NO_TILL))
}

function requireFresh(profile: LoyaltyProfile): LoyaltyProfile {
  if (!profile.fresh) throw new StepError("not_fresh")
  return profile
}

/** The sandbox gives one point per euro. If Pongo gives fewer, the redeeming step says so. */
const CENTS_PER_POINT = 100

const kindOf = ({ type }: AvailableReward) => (type === "free_product" ? "product" : "voucher")

/** The cheapest reward of each kind that this location can give and its tills can use. */
function cheapest({ profile, canVouchers }: Pick<Scene, "profile" | "canVouchers">) {
  const found: Partial<Record<"product" | "voucher", AvailableReward>> = {}
  for (const reward of profile?.rewards.available ?? []) {
    const isGiven = reward.usable_here || reward.why_not === "not_enough_points"
    const kind = kindOf(reward)
    if (!isGiven || (kind === "voucher" && !canVouchers)) continue
    if (reward.points < (found[kind]?.points ?? Number.POSITIVE_INFINITY)) found[kind] = reward
  }
  return found
}

const hasRewards = (scene: Scene) => Object.keys(cheapest(scene)).length > 0

const pointsNeeded = (scene: Scene) =>
  Object.values(cheapest(scene)).reduce((sum, { points }) => sum + points, 0)

async function waitForPoints(scene: Scene) {
  const needed = pointsNeeded(scene)
  const until = Date.now() + POINTS_MS
  for (;;) {
    scene.profile = await lookAt(scene)
    if (scene.profile.customer.points >= needed) return cheapest(scene)
    if (Date.now() > until) throw new StepError("not_enough_points")
    await sleep(LOOK_EVERY_MS)
  }
}

async function arrives(ctx: Ctx, orderId: string): Promise<void> {
  const until = Date.now() + ARRIVAL_MS
  for (;;) {
    const [delivery] = await sql<{ state: string; reason: string | null }[]>`
      select state, reason from deliveries where merchant_id = ${ctx.merchantId} and order_id = ${orderId}`
    if (delivery?.state === "delivered") return
    if (delivery?.state === "failed" || delivery?.state === "skipped")
      throw new StepError(delivery.reason ?? "not_arrived")
    if (Date.now() > until) throw new StepError("not_arrived")
    await sleep(LOOK_EVERY_MS)
  }
}
