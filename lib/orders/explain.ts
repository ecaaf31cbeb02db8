import type { SyncReason, SyncStatus } from "@/db/enums"
import type { Locale } from "@/lib/i18n/locale"
import { fillIn, tillMessages } from "@/lib/i18n/plain-messages"

type Facts = {
  status: SyncStatus
  reason: SyncReason | null
  /** Pongo's message for the last refusal. */
  message: string | null
  locationName: string
}

/** Explains an order's sync state in one sentence, for the till, the log and the order page. */
export function explainSync({ status, reason, message, locationName }: Facts, locale: Locale): string {
  const { statuses, reasons, said } = tillMessages[locale].sync
  const sentence = fillIn(reason ? reasons[reason] : statuses[status], { location: locationName })
  // Only a refusal carries Pongo's own message.
  return reason === "rejected_by_pongo" && message ? `${sentence} ${fillIn(said, { message })}` : sentence
}
