import type { useTranslations } from "next-intl"
import type { ErrorCode } from "@/lib/errors"

type Refusal = { code: ErrorCode; params?: Record<string, string | number>; reference?: string | null }

/** Defaults for a refusal read from an address, which carries no values. Each sentence has a form for them. */
const UNKNOWN = {
  role: "none",
  location: "none",
  ref: "none",
  minutes: 0,
  reason: "none",
  line: 0,
  max: 0,
  what: "none",
  columns: "none",
}

/**
 * The sentence for a refused action: what is wrong, what is safe, how to fix it.
 * @param t of the namespace `errors`, from `useTranslations` or `getTranslations`
 */
export function errorSentence(t: ReturnType<typeof useTranslations<"errors">>, refusal: Refusal): string {
  return t(refusal.code, { ...UNKNOWN, reference: refusal.reference || "none", ...refusal.params })
}
