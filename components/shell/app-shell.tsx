import { cookies } from "next/headers"
import { useTranslations } from "next-intl"
import { type ComponentProps, type ReactNode, use } from "react"
import type { Href } from "@/components/link"
import { AccountMenu } from "./account-menu"
import { ConnectionStatus } from "./connection-status"
import { MerchantSwitcher } from "./merchant-switcher"
import { BottomNavigation, type NavigationItem, SideNavigation } from "./navigation"
import { isTheme, THEME_COOKIE } from "./theme"

/**
 * The frame of every portal page: merchant, connection status, navigation, account. `items` come in display order; on a
 * phone, the first three go in the bottom bar.
 */
export function AppShell({
  merchant,
  merchants,
  user,
  role,
  connection,
  connectionHref,
  palette,
  items,
  signOut,
  children,
}: ComponentProps<typeof MerchantSwitcher> &
  Pick<ComponentProps<typeof AccountMenu>, "user" | "role" | "signOut"> & {
    connection: ComponentProps<typeof ConnectionStatus>["state"]
    connectionHref: Href
    palette: ReactNode
    items: NavigationItem[]
    children: ReactNode
  }) {
  const t = useTranslations("shell")
  const cookie = use(cookies()).get(THEME_COOKIE)?.value
  const theme = isTheme(cookie) ? cookie : undefined
  const switcher = <MerchantSwitcher merchant={merchant} merchants={merchants} />
  const account = { user, role, theme, signOut }

  return (
    <>
      <a
        href="#content"
        data-print="hide"
        className="fixed left-4 top-2 z-50 -translate-y-16 rounded-control bg-ink px-3 py-2 text-paper focus:translate-y-0"
      >
        {t("skip")}
      </a>

      <aside
        data-print="hide"
        className="fixed inset-y-0 left-0 z-20 flex w-60 flex-col border-r px-3 pb-3 pt-4 max-md:hidden"
      >
        {switcher}
        <ConnectionStatus state={connection} href={connectionHref} className="px-2 pt-0.5" />
        {palette}
        <nav aria-label={t("navigation")} className="-mx-1 mt-5 min-h-0 flex-1 overflow-y-auto px-1">
          <SideNavigation items={items} />
        </nav>
        <AccountMenu {...account} />
      </aside>

      <header
        data-print="hide"
        className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b bg-paper pl-2 pr-1 md:hidden"
      >
        <div className="min-w-0 flex-1">{switcher}</div>
        <ConnectionStatus state={connection} href={connectionHref} className="px-2" />
        <AccountMenu {...account} short />
      </header>

      <main
        id="content"
        tabIndex={-1}
        className="min-w-0 px-4 pb-24 pt-5 outline-none md:ml-60 md:px-8 md:pb-16 md:pt-8 print:ml-0"
      >
        <div className="mx-auto max-w-content">{children}</div>
      </main>

      <BottomNavigation items={items} />
    </>
  )
}
