import { toAppError } from "@/lib/database-error"
import { CASHIER_CASES, isPosErrorCode, type Locale, POS_ERRORS, type PosErrorCode } from "@/lib/errors"
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

/** RFC 9457, with our own fields (pos-api.md, Calling it). Unknown errors become a bland 500 and a full log line. */
export function toProblem(error: unknown, requestId: string, locale: Locale): Problem {
  const meant = toAppError(error)
  const known = meant && isPosErrorCode(meant.code) ? { error: meant, code: meant.code } : null
  if (known && known.error !== error) logger.error({ err: error, requestId }, "database unavailable")
  if (!known) logger.error({ err: error, requestId }, "unexpected error in the checkout API")
  const code = known?.code ?? "internal"
  const { status, title, retryable, cashier } = POS_ERRORS[code]
  const detail = known && known.error.message !== code ? known.error.message : title
  return {
    type: `/docs/api/errors#${code}`,
    title,
    status,
    detail,
    code,
    retryable,
    request_id: requestId,
    cashier_message: (known?.error.cashierCase ? CASHIER_CASES[known.error.cashierCase] : cashier)[locale],
    ...known?.error.extra,
    ...(known?.error.fields.length ? { errors: known.error.fields } : {}),
  }
}

/** French unless the till asks for English first. */
export function cashierLocale(request: Request): Locale {
  const wanted = (request.headers.get("accept-language") ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...rest] = part.trim().toLowerCase().split(";")
      const quality = Number(
        rest
          .find((p) => p.trim().startsWith("q="))
          ?.trim()
          .slice(2) ?? 1,
      )
      return { language: tag.split("-")[0], quality: Number.isNaN(quality) ? 0 : quality }
    })
    .filter(({ language, quality }) => (language === "fr" || language === "en") && quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wanted[0]?.language === "en" ? "en" : "fr"
}
