"use client"
import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import { DiscountDialog } from "./discount-dialog"
import { OptionsDialog } from "./options-dialog"
import { PinDialog } from "./pin-dialog"
import { Refused } from "./refused"
import { type Won, whyNotUsable } from "./reward-reasons"
import { RewardRow } from "./reward-row"
import type { Discount, PaidOption } from "./ticket"
import type { ShelfProduct } from "./till"
import { useCall } from "./use-call"
import { usePin } from "./use-pin"
import type { Rewards } from "./use-rewards"
import type { OpenTicket } from "./use-ticket"

/** The rewards already bought, those that can go on the ticket first. */
export function Wallet({
  open,
  profile,
  rewards,
  shelf,
}: {
  open: OpenTicket
  profile: LoyaltyProfile
  rewards: Rewards
  shelf: ShelfProduct[]
}) {
  const t = useTranslations("testTill.rewards")
  const { wallet } = profile.rewards
  const onTicket = open.ticket.lines.flatMap(({ reward }) => reward?.hash ?? [])
  const reasons = new Map(wallet.map((won) => [won.hash, whyNotUsable(won, onTicket)]))
  const sorted = wallet.toSorted(
    (one, two) => Number(reasons.get(one.hash) !== null) - Number(reasons.get(two.hash) !== null),
  )
  return (
    <div>
      <h3 className="mb-2 font-medium">{t("wallet")}</h3>
      {wallet.length === 0 && <p className="text-secondary">{t("walletEmpty")}</p>}
      <ul className="border-t empty:hidden">
        {sorted.map((won) => {
          const reason = reasons.get(won.hash)
          return (
            <RewardRow key={won.hash} name={won.name} reason={reason ? t(`whyNot.${reason}`) : null}>
              <UseReward won={won} rewards={rewards} shelf={shelf} />
            </RewardRow>
          )
        })}
      </ul>
    </div>
  )
}

/** Puts a bought reward on the ticket: one button for each product it may be, or one for the voucher. */
function UseReward({ won, rewards, shelf }: { won: Won; rewards: Rewards; shelf: ShelfProduct[] }) {
  const t = useTranslations("testTill.rewards")
  const { isBusy, refusal, run } = useCall()
  const pin = usePin((line: Parameters<Rewards["add"]>[1], typed) => run(() => rewards.add(won, line, typed)))
  const { apply } = won
  const give = (sku: string, name: string) => (options: PaidOption[]) => pin.ask({ sku, name, options })
  const discount = (code: string) => (value: Discount) =>
    pin.ask({ sku: code, name: won.name, options: [], discount: value })

  return (
    <>
      {apply.kind === "voucher" &&
        (apply.discount ? (
          <Button size="small" pending={isBusy} onClick={() => discount(apply.coupon_code)(apply.discount!)}>
            {t("useVoucher", { code: apply.coupon_code })}
          </Button>
        ) : (
          <DiscountDialog
            name={won.name}
            onSubmit={discount(apply.coupon_code)}
            trigger={<Button size="small">{t("useVoucher", { code: apply.coupon_code })}</Button>}
          />
        ))}
      {apply.kind === "add_product" &&
        apply.choices.map(({ sku, name }) =>
          shelf.some((product) => product.sku === sku && product.has_paid_options) ? (
            <OptionsDialog
              key={sku}
              name={name}
              isFree
              onSubmit={give(sku, name)}
              trigger={<Button size="small">{t("useProduct", { product: name })}</Button>}
            />
          ) : (
            <Button key={sku} size="small" pending={isBusy} onClick={() => give(sku, name)([])}>
              {t("useProduct", { product: name })}
            </Button>
          ),
        )}
      <PinDialog pin={pin} title={won.name} submitLabel={t("pinSubmit")} />
      {refusal?.code !== "pin_refused" && <Refused refusal={refusal} className="basis-full" />}
    </>
  )
}
