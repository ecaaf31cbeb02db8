import { getLocale, getTranslations } from "next-intl/server"
import type { ReplaySkip } from "@/db/enums"
import { formatMoney } from "@/lib/money"
import type { ReplayDetail } from "@/lib/replays/queries"

const EXPLAINED: ReplaySkip[] = ["held", "on_its_way", "content_gone"]

/** What the plan will do in one sentence; what it skips, and why, in another. */
export async function PlanNumbers({ replay, currency }: { replay: ReplayDetail; currency: string }) {
  const t = await getTranslations("replays")
  const skips = replay.skips.filter(({ isLate }) => !isLate)
  const left = skips.reduce((sum, { orders }) => sum + orders, 0)
  const explained = EXPLAINED.filter((reason) => skips.some((skip) => skip.reason === reason))
  return (
    <div className="max-w-prose">
      <p className="text-20 text-balance">
        <span className="font-medium">
          {replay.orders === 0 ? t("plan.orders", { count: 0 }) : await numbersOf(replay, currency)}
        </span>{" "}
        {t(`plan.will.${replay.kind}`, { count: replay.orders })}
      </p>
      {left > 0 && (
        <p className="mt-3 text-pretty">{t("plan.wont", { count: left, list: await skipList(skips) })}</p>
      )}
      {explained.map((reason) => (
        <p key={reason} className="mt-1 text-pretty text-secondary">
          {t(`plan.help.${reason as "held" | "on_its_way" | "content_gone"}`)}
        </p>
      ))}
    </div>
  )
}

/** `128 commandes, 74 clients, 2 310,40 €`. */
export async function numbersOf(
  { orders, customers, totalCents }: Pick<ReplayDetail, "orders" | "customers" | "totalCents">,
  currency: string,
): Promise<string> {
  const [t, locale] = await Promise.all([getTranslations("replays"), getLocale()])
  return t("result.numbers", {
    orders: t("plan.orders", { count: orders }),
    customers: t("plan.customers", { count: customers }),
    amount: formatMoney(totalCents, currency, locale),
  })
}

/** `8 déjà envoyées, 4 annulées`, most frequent first. */
export async function skipList(skips: ReplayDetail["skips"]): Promise<string> {
  const t = await getTranslations("replays.skips")
  return skips
    .toSorted((a, b) => b.orders - a.orders)
    .map(({ reason, orders }) => t(reason, { count: orders }))
    .join(", ")
}
