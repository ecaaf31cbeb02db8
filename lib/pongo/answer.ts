import type { PongoErrorKind } from "@/db/enums"
import { PongoError } from "./error"
import { readOutsideJson } from "./outside"
import type { Answer } from "./send"
import { readProblem } from "./wire/calls"
import type { Reading } from "./wire/fields"

const KIND_BY_STATUS: Partial<Record<number, PongoErrorKind>> = {
  400: "invalid",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  408: "timeout",
  409: "conflict",
  422: "invalid",
  423: "locked",
  429: "rate_limited",
}

/** Reads an answer. @throws PongoError for any status but 2xx, and for a body that does not match */
export function readAnswer<T>(answer: Answer, read: (body: unknown, status: number) => Reading<T>): T {
  requireSuccess(answer)
  const json = readOutsideJson(answer.body)
  if (!json.ok) throw unreadable(answer, `Pongo's answer (${answer.status}) ${json.problem}`)
  const reading = read(json.value, answer.status)
  if (reading.ok) return reading.value
  const path = reading.jsonPath || "its top level"
  throw unreadable(answer, `Pongo's answer cannot be read at ${path}: ${reading.problem}`, reading.jsonPath)
}

/** For calls whose answer carries nothing we need: any JSON or no body. An HTML page did not come from Pongo. */
export function requireDone(answer: Answer): void {
  requireSuccess(answer)
  if (answer.body.trim() === "") return
  const json = readOutsideJson(answer.body)
  if (!json.ok) throw unreadable(answer, `Pongo's answer (${answer.status}) ${json.problem}`)
}

function requireSuccess(answer: Answer) {
  const { status, exchange } = answer
  if (status >= 200 && status < 300) return
  if (status < 400)
    throw unreadable(answer, `Pongo answered with a redirect (${status}), which is not followed`)
  const json = readOutsideJson(answer.body)
  const { message, fieldErrors } = readProblem(json.ok ? json.value : null)
  throw new PongoError(kindOf(status), message ?? `Pongo answered ${status}`, { exchange, fieldErrors })
}

function kindOf(status: number): PongoErrorKind {
  return KIND_BY_STATUS[status] ?? (status >= 500 ? "server_error" : "rejected")
}

const unreadable = ({ exchange }: Answer, message: string, jsonPath?: string) =>
  new PongoError("unreadable", message, { exchange, jsonPath })
