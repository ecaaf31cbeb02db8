import type { SyncReason, SyncStatus } from "@/db/enums"
import type { Locale } from "@/lib/i18n/locale"
import { fillIn, tillMessages } from "@/lib/i18n/plain-messages"

type Facts = {
  status: SyncStatus
  reason: SyncReason | null
  /** Pongo's own words about the last refusal, if any. */
  message: string | null
  locationName: string
}

/** Why an order stands where it stands, in one sentence: for the till, the log and the order page. */
export function explainSync({ status, reason, message, locationName }: Facts, locale: Locale): string {
  const { statuses, reasons, said } = tillMessages[locale].sync
  const sentence = fillIn(reason ? reasons[reason] : statuses[status], { location: locationName })
  // Only a refusal is in Pongo's words: what is said about a network failure is ours.
  return reason === "rejected_by_pongo" && message ? `${sentence} ${fillIn(said, { message })}` : sentence
}
