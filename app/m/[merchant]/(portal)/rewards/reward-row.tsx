import { Check, Hand, X } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"
import { formattingTag } from "@/lib/i18n/locale"
import { formatMoney } from "@/lib/money"
import type { RewardCheck } from "@/lib/rewards/check"
import { Failures } from "./failures"
import { NearMisses } from "./near-miss"

const FOREIGN_SHOWN = 8

/** One reward: what it is, what the till would do with it, and what prevents it. */
export function RewardRow({
  reward,
  placeNames,
  currency,
  canEdit,
  isNew,
  canVouchers,
}: {
  reward: RewardCheck
  /** Location names by POS id. */
  placeNames: ReadonlyMap<string, string>
  currency: string
  canEdit: boolean
  /** It started to fail somewhere after the nightly check before last. */
  isNew: boolean
  /** Whether the merchant declared that the tills can create vouchers. */
  canVouchers: boolean
}) {
  const t = useTranslations("rewards")
  return (
    <li
      id={`reward-${reward.id}`}
      className="grid scroll-mt-16 items-start gap-x-6 gap-y-3 border-b py-4 target:bg-accent-soft md:px-3 lg:grid-cols-[14rem_minmax(0,1fr)_10rem]"
    >
      <div className="flex items-start justify-between gap-3 lg:block">
        <div className="min-w-0">
          <h3 className="text-14 font-medium">
            {reward.name} {isNew && <Badge tone="retrying">{t("isNew")}</Badge>}
          </h3>
          <p className="text-13 text-secondary">
            <TypeWords reward={reward} currency={currency} /> · {t("points", { points: reward.points })}
          </p>
        </div>
        <span className="shrink-0 lg:hidden">
          <State reward={reward} canVouchers={canVouchers} />
        </span>
      </div>
      <div className="grid min-w-0 gap-3">
        <Failures reward={reward} />
        <NearMisses reward={reward} canEdit={canEdit} />
        {reward.kind === "product" && reward.products.length > 0 && (
          <Products reward={reward} placeNames={placeNames} />
        )}
        {reward.kind === "voucher" && (
          <p className="text-pretty text-secondary">
            {canVouchers ? <VoucherWords reward={reward} currency={currency} /> : t("voucher.notHere")}
          </p>
        )}
        {reward.foreign.length > 0 && (
          <p className="break-words text-12 text-secondary">
            {t(reward.products.length > 0 ? "foreign" : "unknown", {
              count: reward.foreign.length,
              skus: [
                ...reward.foreign.slice(0, FOREIGN_SHOWN),
                ...(reward.foreign.length > FOREIGN_SHOWN ? ["…"] : []),
              ].join(", "),
            })}
          </p>
        )}
      </div>
      <p className="text-right max-lg:hidden">
        <State reward={reward} canVouchers={canVouchers} />
      </p>
    </li>
  )
}

function Products({ reward, placeNames }: { reward: RewardCheck; placeNames: ReadonlyMap<string, string> }) {
  const t = useTranslations("rewards.product")
  const locale = useLocale()
  const places = (refs: string[]) =>
    refs.length === 0
      ? t("nowhere")
      : t("places", {
          places: new Intl.ListFormat(formattingTag(locale)).format(
            refs.map((ref) => placeNames.get(ref) ?? ref),
          ),
        })
  const { products } = reward
  return (
    <div className="grid gap-1.5">
      <ul className="flex flex-wrap gap-2">
        {products.map((product) => {
          const written = reward.aliases.find(({ sku }) => sku === product.sku)?.written
          const notes = [
            !product.isActive && t("inactive"),
            product.locationRefs && places(product.locationRefs),
            written && t("writtenAs", { written }),
          ].filter(Boolean)
          return (
            <li
              key={product.sku}
              className="flex flex-wrap items-baseline gap-x-2 rounded-control border bg-surface px-2 py-1"
            >
              <span className={product.isActive ? undefined : "text-secondary line-through"}>
                {product.name}
              </span>
              <code className="font-mono text-12 text-secondary">{product.sku}</code>
              {notes.length > 0 && <span className="text-12 text-secondary">{notes.join(" · ")}</span>}
            </li>
          )
        })}
      </ul>
      {!reward.failures.some(({ isEverywhere }) => isEverywhere) && (
        <p className="text-13 text-secondary">
          {products.length === 1 ? t("single") : t("choice", { count: products.length })}{" "}
          {products.some(({ hasPaidOptions }) => hasPaidOptions) && t("options")}
        </p>
      )}
    </div>
  )
}

function State({ reward, canVouchers }: { reward: RewardCheck; canVouchers: boolean }) {
  const t = useTranslations("rewards.state")
  const { failures } = reward
  if (reward.kind === "unsupported" || (reward.kind === "voucher" && !canVouchers))
    return <Badge icon={Hand}>{t("byHand")}</Badge>
  if (failures.length === 0)
    return (
      <Badge tone="delivered" icon={Check}>
        {t("works")}
      </Badge>
    )
  return (
    <Badge tone="failed" icon={X}>
      {failures.some(({ isEverywhere }) => isEverywhere)
        ? t("everywhere")
        : t("somewhere", { count: failures.reduce((sum, { count }) => sum + count, 0) })}
    </Badge>
  )
}

function TypeWords({ reward, currency }: { reward: RewardCheck; currency: string }) {
  const t = useTranslations("rewards.types")
  const worth = useWorth(reward, currency)
  if (reward.kind === "product") return t("free_product")
  if (reward.kind === "unsupported") return t("other", { type: reward.type })
  return worth ? t(worth.kind, { value: worth.value }) : t("voucher")
}

function VoucherWords({ reward, currency }: { reward: RewardCheck; currency: string }) {
  const t = useTranslations("rewards.voucher")
  const worth = useWorth(reward, currency)
  return worth ? t(worth.kind, { value: worth.value }) : t("unknown")
}

/** A voucher's value in words; null if Pongo gives none, as in `resolveReward`. */
function useWorth({ type, value }: RewardCheck, currency: string) {
  const locale = useLocale()
  if (value === null || value <= 0) return null
  if (type === "voucher_percent" && value <= 100)
    return { kind: "percent", value: new Intl.NumberFormat(formattingTag(locale)).format(value) } as const
  if (type === "voucher_amount" && Number.isSafeInteger(value))
    return { kind: "amount", value: formatMoney(value, currency, locale) } as const
  return null
}
