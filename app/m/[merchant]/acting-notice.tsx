import { getLocale, getTranslations } from "next-intl/server"
import { Banner } from "@/components/ui/banner"
import { SubmitButton } from "@/components/ui/submit-button"
import { formatDateTime } from "@/lib/time"
import { leaveMerchant } from "./actions"

/** On every page while an operator acts for the merchant: which merchant, until when, and the way out. */
export async function ActingNotice({
  merchant,
  until,
  timeZone,
}: {
  merchant: { id: string; name: string }
  until: Date
  timeZone: string
}) {
  const [t, locale] = await Promise.all([getTranslations("operator.notice"), getLocale()])
  return (
    <div role="status">
      <Banner
        tone="warning"
        title={t("title", { merchant: merchant.name })}
        action={
          <form action={leaveMerchant.bind(null, merchant.id)}>
            <SubmitButton variant="secondary" size="small">
              {t("leave")}
            </SubmitButton>
          </form>
        }
        className="mb-6"
      >
        {t("body", { until: formatDateTime(until, { locale, timeZone, style: "time" }) })}
      </Banner>
    </div>
  )
}
