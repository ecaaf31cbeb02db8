import "./globals.css"
import { GeistMono } from "geist/font/mono"
import { GeistSans } from "geist/font/sans"
import type { Metadata, Viewport } from "next"
import { cookies, headers } from "next/headers"
import { NextIntlClientProvider } from "next-intl"
import { getLocale } from "next-intl/server"
import type { ReactNode } from "react"
import { NewVersion } from "@/components/new-version"
import { isTheme, THEME_COOKIE } from "@/components/shell/theme"
import { StyleNonce } from "@/components/ui/style-nonce"
import { Toaster } from "@/components/ui/toast"
import { cn } from "@/lib/cn"
import { clientMessages } from "@/lib/i18n/client-messages"

export const metadata: Metadata = {
  title: { default: "Comptoir", template: "%s · Comptoir" },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf8" },
    { media: "(prefers-color-scheme: dark)", color: "#131210" },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, cookieStore, headerList, messages] = await Promise.all([
    getLocale(),
    cookies(),
    headers(),
    clientMessages("common", "errors"),
  ])
  const theme = cookieStore.get(THEME_COOKIE)?.value
  const nonce = headerList.get("x-nonce")
  return (
    <html
      lang={locale}
      data-theme={isTheme(theme) ? theme : undefined}
      className={cn(GeistSans.variable, GeistMono.variable)}
    >
      <body>
        {nonce && <StyleNonce nonce={nonce} />}
        <NextIntlClientProvider messages={messages}>
          {children}
          <Toaster />
          <NewVersion />
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
