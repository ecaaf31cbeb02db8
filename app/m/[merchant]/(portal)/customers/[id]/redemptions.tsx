import { getTranslations } from "next-intl/server"
import { Link } from "@/components/link"
import { Timeline } from "@/components/ui/timeline"
import type { CustomerRedemption } from "@/lib/redemptions/queries"
import { formatDateTime } from "@/lib/time"

const TONE = { buying: "queued", bought: "delivered", refused: "failed", unknown: "retrying" } as const

/** The rewards the customer bought with points, and their outcome, newest first. */
export async function Redemptions({
  redemptions,
  timeZone,
  locale,
}: {
  redemptions: CustomerRedemption[]
  timeZone: string
  locale: string
}) {
  const t = await getTranslations("customers.redemptions")
  if (redemptions.length === 0) return <p className="border-t py-3 text-secondary">{t("empty")}</p>
  return (
    <Timeline
      label={t("label")}
      items={redemptions.map((redemption) => ({
        id: redemption.id,
        sentence: t(`states.${redemption.state}`, {
          reward: redemption.rewardName ?? redemption.rewardId,
        }),
        time: formatDateTime(redemption.startedAt, { locale, timeZone }),
        dateTime: redemption.startedAt.toISOString(),
        tone: TONE[redemption.state],
        note: (
          <>
            {t("where", {
              use: redemption.state === "bought" ? t(`uses.${redemption.use ?? "none"}`) : "none",
              location: redemption.locationName ?? "none",
              till: redemption.tillId ?? "none",
            })}
            {redemption.orderId && (
              <>
                {" · "}
                <Link
                  href={`/orders/${redemption.orderId}`}
                  prefetch={false}
                  className="text-accent underline-offset-2 hover:underline"
                >
                  {t("order")}
                </Link>
              </>
            )}
          </>
        ),
      }))}
    />
  )
}
