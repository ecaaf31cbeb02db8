import { toAppError } from "@/lib/database-error"
import { isPosErrorCode, POS_ERRORS, type PosErrorCode } from "@/lib/errors"
import type { Locale } from "@/lib/i18n/locale"
import { tillMessages } from "@/lib/i18n/plain-messages"
import { logger } from "@/lib/log"

export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: PosErrorCode
  retryable: boolean
  request_id: string
  cashier_message: string
  errors?: { path: string; message: string }[]
}

/**
 * RFC 9457, with our own fields (`docs/checkout-api.md`, Errors and retries). Unknown errors: a bland 500, a full log
 * line.
 */
export function toProblem(error: unknown, requestId: string, locale: Locale): Problem {
  const meant = toAppError(error)
  const known = meant && isPosErrorCode(meant.code) ? { error: meant, code: meant.code } : null
  if (known && known.error !== error) logger.error({ err: error, requestId }, "database unavailable")
  if (!known) logger.error({ err: error, requestId }, "unexpected error in the checkout API")
  const code = known?.code ?? "internal"
  const { status, title, retryable } = POS_ERRORS[code]
  const { errors, cases } = tillMessages[locale]
  const detail = known && known.error.message !== code ? known.error.message : title
  return {
    type: `/docs/api/errors#${code}`,
    title,
    status,
    detail,
    code,
    retryable,
    request_id: requestId,
    cashier_message: known?.error.cashierCase ? cases[known.error.cashierCase] : errors[code],
    ...known?.error.extra,
    ...(known?.error.fields.length ? { errors: known.error.fields } : {}),
  }
}
