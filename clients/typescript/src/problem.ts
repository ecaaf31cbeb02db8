import type { Problem } from "./generated.js"
import { QueueInUseError, QueueLostError } from "./lock-file.js"

/**
 * The client's own codes, for calls that never reached the API: no answer, or one that is not the API's; a call that
 * the till aborted (`aborted`) or that cannot be written as JSON; a queue that is closed, used by another process, or
 * on a failing disk.
 */
export type LocalCode =
  | "network"
  | "timeout"
  | "unreadable_answer"
  | "aborted"
  | "invalid_call"
  | "closed"
  | "queue_in_use"
  | "queue_lost"
  | "storage_failed"

/** The API's codes and the client's own. */
export type ProblemCode = Problem["code"] | LocalCode

export type Locale = "fr" | "en"

const CASHIER_MESSAGES: Record<Locale, Record<LocalCode, string>> = {
  fr: {
    network: "Pas de réseau. Encaissez normalement, la caisse enverra plus tard.",
    timeout: "La réponse met trop de temps à venir. Réessayez.",
    unreadable_answer: "La fidélité répond mal. Continuez sans et réessayez plus tard.",
    aborted: "Demande interrompue.",
    invalid_call: "La caisse a préparé une demande illisible. Prévenez le support caisse.",
    closed: "La fidélité est arrêtée sur cette caisse. Redémarrez-la.",
    queue_in_use: "Un autre programme de cette caisse envoie déjà les commandes.",
    queue_lost: "Un autre programme de cette caisse a repris l’envoi des commandes.",
    storage_failed: "La caisse n’a pas pu enregistrer la commande. Prévenez le support caisse.",
  },
  en: {
    network: "No network. Take the payment, the till will send later.",
    timeout: "The answer is taking too long. Try again.",
    unreadable_answer: "Loyalty is not answering properly. Carry on and try later.",
    aborted: "The request was stopped.",
    invalid_call: "The till prepared an unreadable request. Tell till support.",
    closed: "Loyalty is switched off on this till. Restart it.",
    queue_in_use: "Another program on this till is already sending the orders.",
    queue_lost: "Another program on this till has taken over sending the orders.",
    storage_failed: "The till could not save the order. Tell till support.",
  },
}

type Details = {
  code: ProblemCode
  detail: string
  status: number | null
  retryable: boolean
  cashierMessage: string
  requestId: string | null
  retryAfterSeconds: number | null
  problem: Problem | null
  cause?: unknown
}

/** A failed call, whatever the reason. */
export class ProblemError extends Error {
  override readonly name = "ProblemError"
  readonly code: ProblemCode
  /** null if there was no answer. */
  readonly status: number | null
  /** Whether the same call may succeed later. */
  readonly retryable: boolean
  /** One short sentence to show, in the client's language. */
  readonly cashierMessage: string
  /** For support: identifies the call in the server's log. */
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
  /** The problem document as received, with `errors`, `can_enlist`, `outcome`; null if there was none. */
  readonly problem: Problem | null

  constructor(details: Details) {
    super(details.detail, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.status = details.status
    this.retryable = details.retryable
    this.cashierMessage = details.cashierMessage
    this.requestId = details.requestId
    this.retryAfterSeconds = details.retryAfterSeconds
    this.problem = details.problem
  }
}

/** The error for a missing answer. */
export function noAnswer(code: "network" | "timeout", locale: Locale, cause: unknown): ProblemError {
  return new ProblemError({
    code,
    detail: code === "network" ? "The server could not be reached" : "The server did not answer in time",
    status: null,
    retryable: true,
    cashierMessage: CASHIER_MESSAGES[locale][code],
    requestId: null,
    retryAfterSeconds: null,
    problem: null,
    cause,
  })
}

/** The error for a failure on the till itself. `cause` is the thrown error or the signal's reason. */
export function onTill(code: LocalCode, detail: string, locale: Locale, cause?: unknown): ProblemError {
  return new ProblemError({
    code,
    detail,
    status: null,
    retryable: code === "storage_failed",
    cashierMessage: CASHIER_MESSAGES[locale][code],
    requestId: null,
    retryAfterSeconds: null,
    problem: null,
    cause,
  })
}

/** Turns whatever the queue throws into a ProblemError. */
export function fromLocal(error: unknown, locale: Locale): ProblemError {
  if (error instanceof ProblemError) return error
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof QueueInUseError) return onTill("queue_in_use", detail, locale, error)
  if (error instanceof QueueLostError) return onTill("queue_lost", detail, locale, error)
  return onTill("storage_failed", detail, locale, error)
}

/** The error for an answer not written by the API: a proxy's page, a network's sign-in form, half a body. */
export function unreadable(answer: { status: number; headers: Headers }, locale: Locale): ProblemError {
  return new ProblemError({
    code: "unreadable_answer",
    detail: `An answer (${answer.status}) that is not the checkout API's`,
    status: answer.status,
    retryable: true,
    cashierMessage: CASHIER_MESSAGES[locale].unreadable_answer,
    requestId: answer.headers.get("x-request-id"),
    retryAfterSeconds: readRetryAfter(answer.headers),
    problem: null,
  })
}

/** The error for a success from something that answers every request, such as a network's sign-in page. */
export function unrelated(locale: Locale): ProblemError {
  return new ProblemError({
    code: "unreadable_answer",
    detail: "An answer that is not about what was sent",
    status: null,
    retryable: true,
    cashierMessage: CASHIER_MESSAGES[locale].unreadable_answer,
    requestId: null,
    retryAfterSeconds: null,
    problem: null,
  })
}

/** The error that a problem document describes. */
export function fromProblem(problem: Problem, headers?: Headers): ProblemError {
  return new ProblemError({
    code: problem.code,
    detail: problem.detail,
    status: problem.status,
    retryable: problem.retryable,
    cashierMessage: problem.cashier_message,
    requestId: problem.request_id,
    retryAfterSeconds: headers ? readRetryAfter(headers) : null,
    problem,
  })
}

/** Whether the value has the members of every problem document of the API. */
export function isProblem(value: unknown): value is Problem {
  const { code, status, retryable, cashier_message, request_id } = (value ?? {}) as Partial<Problem>
  return (
    typeof code === "string" &&
    typeof status === "number" &&
    typeof retryable === "boolean" &&
    typeof cashier_message === "string" &&
    typeof request_id === "string"
  )
}

/** Seconds, or an HTTP date. */
function readRetryAfter(headers: Headers): number | null {
  const value = headers.get("retry-after")?.trim() ?? ""
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000)
  return Number.isNaN(seconds) ? null : Math.max(0, seconds)
}
