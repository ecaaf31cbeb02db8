import { Check, CirclePause, Clock, Unplug, X } from "lucide-react"
import { useLocale, useNow, useTranslations } from "next-intl"
import { Badge, type Look } from "@/components/ui/badge"
import { COUNT_LIMIT, type MerchantHealth } from "@/lib/operators/queries"
import { formatRelative } from "@/lib/time"
import { ActFor } from "./act-for"
import { OwnerInvitation } from "./owner-invitation"

/** One merchant: pending work, connection to Pongo, and the button that opens its portal. */
export function MerchantRow({ merchant, isMailed }: { merchant: MerchantHealth; isMailed: boolean }) {
  const t = useTranslations("operator")
  const locale = useLocale()
  const now = useNow()
  const { name, gap, isLive, connection, heldOrders, failedOrders, lastOrderAt, ownerEmail, invitation } =
    merchant
  const { words, ...look }: Look & { words: string } = !gap
    ? { tone: "delivered", icon: Check, words: t("state.done") }
    : isLive
      ? { tone: "failed", icon: Unplug, words: t("state.broken") }
      : { tone: "queued", icon: Clock, words: t("state.settingUp") }
  const more = (count: number) => ({
    count: Math.min(count, COUNT_LIMIT),
    isMore: String(count > COUNT_LIMIT),
  })
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 border-b py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-medium">{name}</span>
          <Badge {...look}>{words}</Badge>
          {heldOrders > 0 && (
            <Badge tone="held" icon={CirclePause}>
              {t("held", more(heldOrders))}
            </Badge>
          )}
          {failedOrders > 0 && (
            <Badge tone="failed" icon={X}>
              {t("failed", more(failedOrders))}
            </Badge>
          )}
        </p>
        {gap && <p className="mt-0.5">{t(`gaps.${gap}`)}</p>}
        <p className="mt-0.5 text-13 text-secondary">
          {[
            ownerEmail ??
              (invitation
                ? t(invitation.expiresAt < now ? "inviteExpired" : "invited", {
                    email: invitation.email,
                    when: formatRelative(invitation.expiresAt, now, locale),
                  })
                : t("nobody")),
            t(`connection.${connection}`),
            lastOrderAt ? t("lastOrder", { when: formatRelative(lastOrderAt, now, locale) }) : t("noOrder"),
          ].join(" · ")}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {!ownerEmail && (
          <OwnerInvitation
            merchantId={merchant.id}
            name={name}
            email={invitation?.email}
            isPending={invitation !== null && invitation.expiresAt > now}
            isMailed={isMailed}
          />
        )}
        <ActFor merchantId={merchant.id} name={name} />
      </div>
    </li>
  )
}
