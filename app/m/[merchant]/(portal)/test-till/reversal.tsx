import { useTranslations } from "next-intl"
import type { OrderAnswer } from "@/lib/orders/schema"

/** What Pongo said became of points and rewards. */
export function Reversal({ reversal }: { reversal: NonNullable<OrderAnswer["reversal"]> }) {
  const t = useTranslations("testTill.reversal")
  const { points_before: before, points_after: after, rewards } = reversal
  return (
    <div>
      <h2 className="mb-2 font-medium">{t("title")}</h2>
      <ul className="list-disc pl-5">
        <li>
          {after === null
            ? t("pointsUnknown")
            : before === null
              ? t("pointsNow", { after })
              : t("points", { before, after })}
        </li>
        {rewards.map(({ hash, reward_id, name, outcome }) => (
          <li key={hash}>{t(`reward.${outcome}`, { name: name ?? reward_id })}</li>
        ))}
      </ul>
    </div>
  )
}
