import { getLocale, getNow, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Link } from "@/components/link"
import { listApiKeys } from "@/lib/api-keys/queries"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getPendingLink } from "@/lib/links/queries"
import { findLocations } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { formatDateTime, formatRelative } from "@/lib/time"
import { SendLink } from "../send-link"
import { SettingsHeader } from "../settings-header"
import { createLink, revokeLink } from "./actions"
import { ApiKeys } from "./api-keys"

export const generateMetadata = titled("settings.tabs.api-keys")

export default async function ApiKeysPage({ params }: PageProps<"/m/[merchant]/settings/api-keys">) {
  const ctx = await requireMember(params)
  const mayChange = hasRole(ctx, "manager")
  const [keys, locations, link, { timeZone }, locale, now, t] = await Promise.all([
    listApiKeys(ctx),
    findLocations(ctx),
    mayChange ? getPendingLink(ctx, "key") : null,
    getMerchant(ctx),
    getLocale(),
    getNow(),
    getTranslations("docs.nav"),
  ])
  const date = (at: Date) => formatDateTime(at, { locale, timeZone, style: "date" })
  const hasKey = keys.some(({ revokedAt }) => !revokedAt)
  const sendLink = mayChange && (
    <SendLink
      of="keys"
      variant={hasKey ? "secondary" : "primary"}
      create={createLink}
      revoke={revokeLink}
      pending={link}
      timeZone={timeZone}
    />
  )
  return (
    <>
      <SettingsHeader tab="api-keys" />
      {!hasKey && sendLink}
      <ApiKeys
        keys={keys.map((key) => ({
          id: key.id,
          name: key.name,
          prefix: key.prefix,
          scopes: key.scopes,
          locationName: key.locationName,
          created: date(key.createdAt),
          lastUsed: key.lastUsedAt && formatRelative(key.lastUsedAt, now, locale),
          revoked: key.revokedAt && date(key.revokedAt),
        }))}
        locations={locations}
        mayChange={mayChange}
      />
      {hasKey && sendLink}
      <p className="mt-8 text-13">
        <Link href="/docs/api" className="text-accent hover:underline">
          {t("forDevelopers")}
        </Link>
      </p>
    </>
  )
}
