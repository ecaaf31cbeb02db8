import { getLocale, getTranslations } from "next-intl/server"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import type { Location } from "@/lib/locations/queries"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import type { Setup } from "@/lib/readiness/queries"
import { listMembers } from "@/lib/team/queries"

/** The guide's texts besides its steps: who may do them, and what is waiting for them. */
export async function guideProps(ctx: Ctx, setup: Setup, merchant: MerchantSettings, locations: Location[]) {
  const canEdit = hasRole(ctx, alsoActing("manager"))
  const [t, locale, members] = await Promise.all([
    getTranslations("setup"),
    getLocale(),
    canEdit ? [] : listMembers(ctx),
  ])
  const held = locations.reduce((sum, { heldOrders }) => sum + heldOrders, 0)
  const cents = locations.reduce((sum, { heldCents }) => sum + heldCents, 0)
  return {
    setup,
    canEdit,
    who: members
      .filter(({ role }) => role !== "viewer")
      .map(({ name }) => name)
      .join(", "),
    waiting:
      held > 0 ? t("waiting", { count: held, amount: formatMoney(cents, merchant.currency, locale) }) : null,
  }
}
