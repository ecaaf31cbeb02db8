import { getTranslations } from "next-intl/server"
import { Timeline } from "@/components/ui/timeline"
import type { Consent } from "@/lib/customers/list"
import { formatDateTime } from "@/lib/time"

const NONE = "none"

/** The customer's consent ledger in words, newest first. */
export async function Consents({
  consents,
  timeZone,
  locale,
}: {
  consents: Consent[]
  timeZone: string
  locale: string
}) {
  const t = await getTranslations("customers.consents")
  if (consents.length === 0) return <p className="border-t py-3 text-secondary">{t("empty")}</p>
  const actorOf = ({ actor }: Consent) => {
    if (actor.kind === "system") return NONE
    return actor.kind === "key" ? t("key", { name: actor.name }) : actor.name
  }
  return (
    <Timeline
      label={t("label")}
      items={consents.map((consent) => ({
        id: consent.id,
        sentence: t("sentenceOf", { channel: consent.channel, answer: consent.answer }),
        time: formatDateTime(consent.at, { locale, timeZone }),
        dateTime: consent.at.toISOString(),
        tone: consent.answer === "yes" ? "delivered" : "neutral",
        note: t("where", {
          source: t(`sources.${consent.source}`),
          location: consent.locationName ?? NONE,
          till: consent.tillId ?? NONE,
          actor: actorOf(consent),
        }),
      }))}
    />
  )
}
