import { formatMoney } from "@/lib/money"
import { formatDateTime } from "@/lib/time"
import type { MerchantSettings } from "./queries"

/** Formats amounts in the merchant's currency and moments in its time zone. */
export const formatsOf = (
  { currency, timeZone }: Pick<MerchantSettings, "currency" | "timeZone">,
  locale: string,
) => ({
  money: (cents: number) => formatMoney(cents, currency, locale),
  moment: (date: Date, style: Parameters<typeof formatDateTime>[1]["style"] = "short") =>
    formatDateTime(date, { locale, timeZone, style }),
})
