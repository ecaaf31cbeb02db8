import { NextIntlClientProvider } from "next-intl"
import type { ReactNode } from "react"
import { requireSignedIn } from "@/lib/auth/session"
import { clientMessages } from "@/lib/i18n/client-messages"
import { PersonFrame } from "../person-frame"

/** Pages about the person's own account, outside any merchant. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  await requireSignedIn()
  const messages = await clientMessages("account", "auth", "common", "errors")
  return (
    <PersonFrame home="/">
      <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>
    </PersonFrame>
  )
}
