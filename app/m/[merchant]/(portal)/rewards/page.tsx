import { getLocale, getTranslations } from "next-intl/server"
import type { ComponentProps } from "react"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader, Section } from "@/components/ui/page-header"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { listAliases, listProducts } from "@/lib/catalog/queries"
import { getConnection, isUsable } from "@/lib/connections/queries"
import { listLocations } from "@/lib/locations/queries"
import { formatsOf } from "@/lib/merchants/formats"
import { getMerchant } from "@/lib/merchants/queries"
import type { RewardCheck } from "@/lib/rewards/check"
import { getPreflight, newlyFailing } from "@/lib/rewards/preflight"
import { listRewardChecks } from "@/lib/rewards/queries"
import { getCapabilities } from "@/lib/tills/capabilities"
import { formatRelative } from "@/lib/time"
import { Aliases } from "./aliases"
import { Guide } from "./guide"
import { Notice } from "./notice"
import { RefreshButton } from "./refresh-button"
import { RewardRow } from "./reward-row"
import { RewardsTabs } from "./rewards-tabs"
import { Summary } from "./summary"

const EXAMPLES = 3
/** Rewards of a section. */
const MOST_ROWS = 200

export const generateMetadata = titled("rewards.title")

export default async function RewardsPage({ params }: PageProps<"/m/[merchant]/rewards">) {
  const ctx = await requireMember(params)
  const [t, locale, merchant, connection, locations, rewards, aliases, catalogue, preflight, tills] =
    await Promise.all([
      getTranslations("rewards"),
      getLocale(),
      getMerchant(ctx),
      getConnection(ctx),
      listLocations(ctx),
      listRewardChecks(ctx),
      listAliases(ctx),
      listProducts(ctx, { active: "yes" }),
      getPreflight(ctx),
      getCapabilities(ctx),
    ])
  const canEdit = hasRole(ctx, alsoActing("manager"))
  const isConnected = isUsable(connection)
  const fetchedAt = connection?.rewardsFetchedAt
  const readAt = fetchedAt ? formatRelative(fetchedAt, new Date(), locale) : null

  const { failing, unsupported, working } = groupsOf(rewards, tills.canVouchers)
  const fresh = preflight ? newlyFailing(preflight, rewards) : new Set<string>()
  const { moment } = formatsOf(merchant, locale)
  const shared = {
    placeNames: new Map(locations.map(({ ref, name }) => [ref, name])),
    currency: merchant.currency,
    canEdit,
    canVouchers: tills.canVouchers,
    fresh,
  }

  return (
    <>
      <PageHeader
        title={t("title")}
        sentence={t("sentence")}
        action={canEdit && isConnected && rewards.length > 0 && <RefreshButton />}
      />
      <RewardsTabs active="rewards" />
      {!canEdit && <Banner className="mb-6">{t("readOnly")}</Banner>}
      <Notice
        connection={connection}
        readAt={readAt}
        hasProducts={catalogue.rows.length > 0}
        canEdit={canEdit}
      />
      {connection && rewards.length === 0 && (
        <NoRewards hasRead={Boolean(fetchedAt)} mayRead={canEdit && isConnected} />
      )}
      {rewards.length > 0 && (
        <Summary
          works={working.length}
          fails={failing.length}
          unsupported={unsupported.length}
          readAt={readAt}
          preflight={
            preflight && {
              when: moment(preflight.checkedAt),
              fresh: fresh.size,
            }
          }
          unmapped={locations.filter(({ storeSlug }) => !storeSlug).map(({ name }) => name)}
        />
      )}
      {failing.length > 0 && (
        <Section title={t("sections.failing")} sentence={t("sections.failingSentence")}>
          <RewardList rewards={failing} {...shared} />
        </Section>
      )}
      {working.length > 0 && (
        <Section title={t("sections.working")}>
          <RewardList rewards={working} {...shared} />
        </Section>
      )}
      {unsupported.length > 0 && (
        <Section title={t("sections.unsupported")} sentence={t("sections.unsupportedSentence")}>
          <RewardList rewards={unsupported} {...shared} />
        </Section>
      )}
      <Aliases
        canEdit={canEdit}
        aliases={aliases.map(({ alias, sku, productName, acceptedBy, acceptedAt }) => ({
          alias,
          sku,
          productName,
          by: acceptedBy,
          when: moment(acceptedAt, "date"),
        }))}
      />
      <Guide
        products={examplesOf(rewards, catalogue.rows)}
        foreign={
          rewards.find(({ products, foreign }) => products.length > 0 && foreign.length > 0)?.foreign[0]
        }
      />
    </>
  )
}

async function NoRewards({ hasRead, mayRead }: { hasRead: boolean; mayRead: boolean }) {
  const t = await getTranslations("rewards.empty")
  return (
    <div className="border-y">
      <EmptyState
        title={t(hasRead ? "title" : "waitingTitle")}
        action={mayRead && <RefreshButton variant="primary" />}
      >
        {t(hasRead ? "body" : "waitingBody")}
      </EmptyState>
    </div>
  )
}

async function RewardList({
  rewards,
  fresh,
  ...shared
}: {
  rewards: RewardCheck[]
  fresh: Set<string>
} & Omit<ComponentProps<typeof RewardRow>, "reward" | "isNew">) {
  const t = await getTranslations("rewards.sections")
  return (
    <>
      <ul className="border-t md:-mx-3">
        {rewards.slice(0, MOST_ROWS).map((reward) => (
          <RewardRow key={reward.id} reward={reward} isNew={fresh.has(reward.id)} {...shared} />
        ))}
      </ul>
      {rewards.length > MOST_ROWS && (
        <p className="mt-3 text-13 text-secondary">{t("more", { count: rewards.length - MOST_ROWS })}</p>
      )}
    </>
  )
}

/** A reward that fails and is not supported belongs to both of the first groups. */
function groupsOf(rewards: RewardCheck[], canVouchers: boolean) {
  const failing = rewards.filter(({ failures }) => failures.length > 0)
  const unsupported = rewards.filter(
    ({ kind }) => kind === "unsupported" || (kind === "voucher" && !canVouchers),
  )
  const working = rewards.filter((reward) => !failing.includes(reward) && !unsupported.includes(reward))
  return { failing, unsupported, working }
}

/** Products for the guide. Those that the merchant's own rewards use come first, as the best examples. */
function examplesOf(rewards: RewardCheck[], products: { sku: string; name: string }[]) {
  const known = rewards.flatMap((reward) => reward.products.filter(({ isActive }) => isActive))
  const examples = new Map([...known, ...products].map(({ sku, name }) => [sku, { sku, name }]))
  return [...examples.values()].slice(0, EXAMPLES)
}
