"use client"
import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { Section } from "@/components/ui/page-header"
import { Skeleton } from "@/components/ui/skeleton"
import { Identify } from "./identify"
import { Refused } from "./refused"
import type { ShelfProduct } from "./till"
import { useCall } from "./use-call"
import type { Rewards } from "./use-rewards"
import type { OpenTicket, useRestoredCustomer } from "./use-ticket"
import { Wallet } from "./wallet"

/** The customer: identified by phone, by pass or by signing them up; then their points and bought rewards. */
export function CustomerPanel({
  open,
  rewards,
  restored,
  shelf,
}: {
  open: OpenTicket
  rewards: Rewards
  restored: ReturnType<typeof useRestoredCustomer>
  shelf: ShelfProduct[]
}) {
  const t = useTranslations("testTill.customer")
  const { isBusy, refusal, run } = useCall()
  const { ticket, profile } = open
  if (!ticket.customerId)
    return (
      <Section title={t("title")}>
        <Identify open={open} onProfile={open.showProfile} />
      </Section>
    )
  return (
    <Section
      title={t("title")}
      action={
        <Button
          size="small"
          variant="ghost"
          pending={isBusy}
          onClick={() => run(() => rewards.changeCustomer(undefined))}
        >
          {t("another")}
        </Button>
      }
    >
      <Refused refusal={refusal} className="mb-4" />
      {restored.refusal && (
        <Refused
          refusal={{ sentence: restored.refusal }}
          tone="warning"
          action={<Button onClick={restored.read}>{t("readAgain")}</Button>}
        />
      )}
      {profile ? (
        <div className="grid gap-6">
          <p>
            <span className="text-16 font-medium">{nameOf(profile.customer)}</span>{" "}
            <span className="ml-2 text-secondary">{t("points", { count: profile.customer.points })}</span>
          </p>
          {!profile.fresh && <Banner tone="warning">{t("stale")}</Banner>}
          <Wallet open={open} profile={profile} rewards={rewards} shelf={shelf} />
        </div>
      ) : (
        !restored.refusal && <Skeleton className="h-16 w-full" />
      )}
    </Section>
  )
}

const nameOf = ({
  first_name,
  last_name,
  phone,
  id,
}: {
  first_name: string | null
  last_name: string | null
  phone: string | null
  id: string
}) => [first_name, last_name].filter(Boolean).join(" ") || phone || id
