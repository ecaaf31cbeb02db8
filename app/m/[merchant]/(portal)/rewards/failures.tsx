import { useLocale, useTranslations } from "next-intl"
import { formattingTag } from "@/lib/i18n/locale"
import type { RewardCheck, RewardFailure } from "@/lib/rewards/check"
import { SkuText } from "./sku"

const NAMED = 4

/** The first names, and how many others there are. */
export const listNames = (locale: string, names: string[], count = names.length) =>
  new Intl.ListFormat(formattingTag(locale), { type: "conjunction" }).format(
    count > NAMED ? [...names.slice(0, NAMED), `+ ${count - NAMED}`] : names,
  )

/** Why and where a reward cannot be given now, and what to do about it. */
export function Failures({ reward }: { reward: RewardCheck }) {
  const t = useTranslations("rewards")
  return (
    <>
      {reward.failures.map((failure) => (
        <p key={failure.why} className="text-pretty">
          <span className="font-medium">
            <FailureSentence failure={failure} hasSkus={reward.externalId !== null} />
          </span>{" "}
          {reward.nearMisses.length === 0 && (
            <span className="text-secondary">{t(`failure.fix.${fixOf(failure)}`)}</span>
          )}
        </p>
      ))}
      {reward.similarProducts.length > 0 && (
        <div className="grid justify-items-start gap-1.5 text-13">
          <p className="text-secondary">{t("namesake.sentence", { count: reward.similarProducts.length })}</p>
          {reward.similarProducts.map(({ sku, name }) => (
            <p key={sku} className="flex max-w-full flex-wrap items-center gap-x-2 gap-y-1">
              <SkuText value={[reward.externalId, sku].filter(Boolean).join(", ")} label={t("near.copy")} />
              <span className="text-secondary">{name}</span>
            </p>
          ))}
        </div>
      )}
    </>
  )
}

function FailureSentence({ failure, hasSkus }: { failure: RewardFailure; hasSkus: boolean }) {
  const t = useTranslations("rewards.failure")
  const locale = useLocale()
  const words = {
    count: failure.products.length,
    products: listNames(
      locale,
      failure.products.map(({ name }) => name),
    ),
  }
  switch (fixOf(failure)) {
    case "sku_inactive":
      return t("sku_inactive", words)
    case "sku_not_at_location":
      return t("sku_not_at_location", {
        ...words,
        everywhere: String(failure.isEverywhere),
        places: listNames(
          locale,
          failure.locations.map(({ name }) => name),
          failure.count,
        ),
      })
    default:
      return t(hasSkus ? "no_matching_sku" : "noSku")
  }
}

/** The other reasons depend on a customer or a moment, so a check of the reward alone never gives them. */
const fixOf = ({ why }: RewardFailure) =>
  why === "sku_inactive" || why === "sku_not_at_location" ? why : "no_matching_sku"
