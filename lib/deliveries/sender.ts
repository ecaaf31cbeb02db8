import { systemCtx } from "@/lib/auth/system"
import { noteSuccess } from "@/lib/connections/last-success"
import { tokenContext } from "@/lib/connections/queries"
import { markRevoked } from "@/lib/connections/revoke"
import { open } from "@/lib/crypto"
import { releaseConsent } from "@/lib/customers/consent-claim"
import { logger } from "@/lib/log"
import { countAttempt, observePaymentToPongo } from "@/lib/metrics"
import { mayCarryConsent } from "@/lib/orders/consent"
import type { PongoClient } from "@/lib/pongo/client"
import { isUnknownOutcome, isUnreachable, PongoError } from "@/lib/pongo/error"
import { DEFECT_PAUSE_SECONDS, type Lane, pauseLane } from "./claim"
import type { Pauses, Probe } from "./pauses"
import { type Attempt, createRecorder } from "./record"
import { judgeRefusal } from "./refusal"
import { giveBack, setAside, type Taken } from "./take"
import { toPongoOrder } from "./to-pongo"
import { judgeSent, type Verdict } from "./verdict"

/** Posts taken orders, one call each, and records the outcome. */
export class Sender {
  readonly #pongo: PongoClient
  readonly #pauses: Pauses
  readonly #schedule: readonly number[]
  readonly #record = createRecorder()

  constructor(pongo: PongoClient, pauses: Pauses, schedule: readonly number[]) {
    this.#pongo = pongo
    this.#pauses = pauses
    this.#schedule = schedule
  }

  /** Decrypts the merchant's token. If that fails, pauses this location only. */
  async #openToken(lane: Lane, order: Taken): Promise<string> {
    try {
      return open(order.sealedToken, tokenContext(order.merchantId))
    } catch (error) {
      await giveBack(lane, order.orderId)
      await pauseLane(lane, DEFECT_PAUSE_SECONDS)
      throw error
    }
  }

  /**
   * Posts an order in flight and records the outcome.
   * @param onTaken called when Pongo has accepted the order, before that is recorded
   * @returns whether the location's next order may follow
   */
  async send(lane: Lane, order: Taken, probe: Probe, onTaken: () => void): Promise<boolean> {
    const startedAt = new Date()
    const token = await this.#openToken(lane, order)
    let isOut = false
    try {
      const content = toPongoOrder(
        order,
        await mayCarryConsent(systemCtx(order.merchantId, "worker"), order, this.#pongo, token),
      )
      isOut = true
      const sent = await this.#pongo.sendOrder(token, content).catch((error) => {
        if (error instanceof PongoError) return error
        throw error
      })
      if (sent instanceof PongoError)
        return await this.#notTaken(lane, order, sent, { token, startedAt, probe })
      this.#pauses.succeeded(order.merchantId)
      noteSuccess(systemCtx(order.merchantId, "worker"))
      if (!probe) onTaken()
      const attempt = {
        startedAt,
        exchange: sent.exchange,
        errorKind: null,
        message: null,
        isProbe: probe !== null,
      }
      return await this.#settle(lane, order, judgeSent(sent.value), attempt)
    } catch (error) {
      this.#pauses.aborted(order.merchantId, probe)
      logger.error({ err: error, orderId: order.orderId }, "order set aside: our own defect")
      await setAside(lane, order.orderId, isOut)
      return !isOut
    }
  }

  /** @returns as {@link Sender.send} */
  async #notTaken(
    lane: Lane,
    order: Taken,
    error: PongoError,
    { token, startedAt, probe }: { token: string; startedAt: Date; probe: Probe },
  ) {
    const isProbe = probe !== null
    this.#tellPauses(order, error, probe)
    const ctx = systemCtx(order.merchantId, "worker")
    const verdict = await judgeRefusal(order, error, token, { isProbe, schedule: this.#schedule })
    if (order.customer && !verdict.maybeSent) await releaseConsent(ctx, order.orderId)
    const { exchange, kind: errorKind, message } = error
    const isOurs = await this.#settle(lane, order, verdict, {
      startedAt,
      exchange,
      errorKind,
      message,
      isProbe,
    })
    if (!isOurs) return false
    if (verdict.outcome === "connection_revoked") await markRevoked(ctx, order.tokenVersion, message)
    if (errorKind === "rate_limited" && verdict.delaySeconds !== null)
      await pauseLane(lane, verdict.delaySeconds)
    return verdict.state === "failed" || verdict.stepsAside
  }

  #tellPauses(order: Taken, error: PongoError, probe: Probe) {
    const certain = isUnreachable(error.kind, error.status)
    const isPatienceAsked = error.kind === "rate_limited"
    if (certain || isUnknownOutcome(error.kind) || (isPatienceAsked && probe))
      this.#pauses.failed(order, certain, probe)
    else if (!isPatienceAsked) this.#pauses.succeeded(order.merchantId)
  }

  async #settle(lane: Lane, order: Taken, verdict: Verdict, attempt: Attempt) {
    const isOurs = await this.#record(lane, order, verdict, attempt)
    countAttempt({ outcome: verdict.outcome, seconds: attempt.exchange.durationMs / 1000 })
    if (verdict.state === "delivered") observePaymentToPongo((Date.now() - order.closedAt.getTime()) / 1000)
    logger.info(
      {
        orderId: order.orderId,
        merchantId: order.merchantId,
        attempt: order.attempts + 1,
        trigger: attempt.isProbe ? "probe" : order.trigger,
        outcome: isOurs ? verdict.outcome : "claim_lost",
        errorKind: attempt.errorKind,
        httpStatus: attempt.exchange.status,
        durationMs: Math.round(attempt.exchange.durationMs),
      },
      "attempt",
    )
    return isOurs
  }
}
