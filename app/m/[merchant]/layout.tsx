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
import { after } from "next/server"
import { NextIntlClientProvider } from "next-intl"
import { getTranslations } from "next-intl/server"
import { signOut } from "@/app/(auth)/actions"
import { MerchantProvider } from "@/components/link"
import { AppShell } from "@/components/shell/app-shell"
import type { NavigationItem } from "@/components/shell/navigation"
import { lastMerchant, memberCtx, rememberMerchant, requireSignedIn } from "@/lib/auth/session"
import { type Connection, getConnection } from "@/lib/connections/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { ActingNotice } from "./acting-notice"
import { Palette } from "./palette"
import { ServiceNotice } from "./service-notice"

/**
 * The shell around a merchant's pages. For an unknown merchant, the person's last merchant provides the shell around
 * the not-found page. Pages check access themselves.
 */
export default async function ShellLayout({ params, children }: LayoutProps<"/m/[merchant]">) {
  const [signedIn, { merchant: asked }] = await Promise.all([requireSignedIn(), params])
  const askedCtx = memberCtx(signedIn, asked)
  const ctx = askedCtx ?? memberCtx(signedIn, lastMerchant(signedIn)?.slug)
  if (!ctx) return <main className="mx-auto max-w-form px-4 py-12">{children}</main>
  if (askedCtx) after(() => rememberMerchant(signedIn, askedCtx.merchantId))
  const [merchant, connection, t, tOrders] = await Promise.all([
    getMerchant(ctx),
    getConnection(ctx),
    getTranslations("settings.places"),
    getTranslations("orders.tabs"),
  ])
  const { name, email, memberships, isOperator } = signedIn
  const acting = ctx.actor.kind === "operator" ? signedIn.acting : null
  const items: NavigationItem[] = [
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
    ...(isOperator && !acting
      ? [{ href: "/operator" as const, label: t("operator"), icon: <Building2 aria-hidden /> }]
      : []),
  ]
  // In the command palette only.
  const pages: NavigationItem[] = [
    { href: "/why-no-points", label: tOrders("why"), icon: <CircleQuestionMark aria-hidden /> },
    { href: "/reconciliation", label: tOrders("reconciliation"), icon: <Scale aria-hidden /> },
  ]
  return (
    <NextIntlClientProvider timeZone={merchant.timeZone}>
      <MerchantProvider slug={merchant.slug}>
        <AppShell
          merchant={{ slug: merchant.slug, name: merchant.name }}
          merchants={(acting ? [acting] : memberships).map(({ slug, merchantName }) => ({
            slug,
            name: merchantName,
          }))}
          user={{ name, email }}
          role={ctx.role!}
          connection={dotOf(connection)}
          connectionHref="/settings/connection"
          palette={<Palette items={[...items, ...pages]} />}
          items={items}
          signOut={signOut}
        >
          {acting && <ActingNotice merchant={merchant} until={acting.until} timeZone={merchant.timeZone} />}
          <ServiceNotice ctx={ctx} connection={connection} timeZone={merchant.timeZone} />
          {children}
        </AppShell>
      </MerchantProvider>
    </NextIntlClientProvider>
  )
}

function dotOf(connection: Connection | null) {
  return !connection || connection.state === "disconnected" ? "none" : connection.state
}
