import { useTranslations } from "next-intl"
import type { RewardCheck } from "@/lib/rewards/check"
import { AcceptAlias } from "./alias-buttons"
import { Sku, SkuText } from "./sku"

/** Near-matches of our SKUs: accept one with one press, or copy the text that corrects it at Pongo. */
export function NearMisses({ reward, canEdit }: { reward: RewardCheck; canEdit: boolean }) {
  const t = useTranslations("rewards.near")
  if (reward.nearMisses.length === 0) return null
  const code = (words: React.ReactNode) => <Sku>{words}</Sku>
  return (
    <div className="grid gap-3 rounded-card bg-retrying-soft px-4 py-3">
      {reward.nearMisses.map(({ written, reason, candidates }) => {
        const [first] = candidates
        const isOne = candidates.length === 1
        return (
          <div key={written} className="grid gap-2">
            <p>
              {isOne && first
                ? t.rich("sentence", { written, sku: first.sku, name: first.name, code })
                : t.rich("several", { written, code })}{" "}
              <span className="text-secondary">{t(`reason.${reason}`)}</span>
            </p>
            {canEdit && (
              <p className="flex flex-wrap gap-2">
                {candidates.map(({ sku, name }) => (
                  <AcceptAlias
                    key={sku}
                    written={written}
                    sku={sku}
                    label={isOne ? t("accept") : t("acceptAs", { sku, name })}
                  />
                ))}
              </p>
            )}
          </div>
        )
      })}
      {reward.corrected && (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1.5 text-13">
          <span className="text-secondary">{t(canEdit ? "orFix" : "fixOnly")}</span>
          <SkuText value={reward.corrected} label={t("copy")} />
        </p>
      )}
    </div>
  )
}
