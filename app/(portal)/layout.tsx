import {
  Building2,
  CircleQuestionMark,
  Gift,
  House,
  ListChecks,
  MonitorSmartphone,
  ReceiptText,
  Scale,
  Settings,
  Store,
  Users,
} from "lucide-react"
import { NextIntlClientProvider } from "next-intl"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { AppShell } from "@/components/shell/app-shell"
import { readSignedIn, requireMember } from "@/lib/auth/session"
import { type Connection, getConnection } from "@/lib/connections/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { signOut } from "../(auth)/actions"
import { ActingNotice } from "./acting-notice"
import { chooseMerchant } from "./actions"
import { ServiceNotice } from "./service-notice"

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const ctx = await requireMember()
  const [signedIn, merchant, connection, t, tOrders] = await Promise.all([
    readSignedIn(),
    getMerchant(ctx),
    getConnection(ctx),
    getTranslations("settings.places"),
    getTranslations("orders.tabs"),
  ])
  if (!signedIn?.current) return null
  const { name, email, memberships, current, isOperator, actingUntil } = signedIn
  return (
    <NextIntlClientProvider timeZone={merchant.timeZone}>
      <AppShell
        merchant={{ id: merchant.id, name: merchant.name }}
        merchants={(actingUntil ? [current] : memberships).map((membership) => ({
          id: membership.merchantId,
          name: membership.merchantName,
        }))}
        user={{ name, email }}
        role={current.role}
        connection={dotOf(connection)}
        connectionHref="/settings/connection"
        orderSearchHref="/orders"
        items={[
          { href: "/", label: t("overview"), shortLabel: t("overviewShort"), icon: <House aria-hidden /> },
          {
            href: "/orders",
            label: t("orders"),
            also: ["/incidents", "/why-no-points", "/reconciliation", "/replays"],
            icon: <ReceiptText aria-hidden />,
          },
          { href: "/customers", label: t("customers"), icon: <Users aria-hidden /> },
          {
            href: "/locations",
            label: t("locations"),
            shortLabel: t("locationsShort"),
            icon: <Store aria-hidden />,
          },
          {
            href: "/tills",
            label: t("tills"),
            also: ["/test-till"],
            icon: <MonitorSmartphone aria-hidden />,
          },
          { href: "/rewards", label: t("rewards"), also: ["/catalog"], icon: <Gift aria-hidden /> },
          { href: "/go-live", label: t("goLive"), icon: <ListChecks aria-hidden /> },
          { href: "/settings", label: t("settings"), icon: <Settings aria-hidden /> },
          ...(isOperator && !actingUntil
            ? [{ href: "/operator", label: t("operator"), icon: <Building2 aria-hidden /> }]
            : []),
        ]}
        pages={[
          { href: "/why-no-points", label: tOrders("why"), icon: <CircleQuestionMark aria-hidden /> },
          { href: "/reconciliation", label: tOrders("reconciliation"), icon: <Scale aria-hidden /> },
        ]}
        onSwitchMerchant={chooseMerchant}
        signOut={signOut}
      >
        {actingUntil && (
          <ActingNotice merchant={merchant.name} until={actingUntil} timeZone={merchant.timeZone} />
        )}
        <ServiceNotice ctx={ctx} connection={connection} timeZone={merchant.timeZone} />
        {children}
      </AppShell>
    </NextIntlClientProvider>
  )
}

function dotOf(connection: Connection | null) {
  return !connection || connection.state === "disconnected" ? "none" : connection.state
}
