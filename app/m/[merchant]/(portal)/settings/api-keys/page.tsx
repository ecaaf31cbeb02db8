import { getLocale, getNow, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Link } from "@/components/link"
import { listApiKeys } from "@/lib/api-keys/queries"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { env } from "@/lib/env"
import { findLocations } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { formatDateTime, formatRelative } from "@/lib/time"
import { SettingsHeader } from "../settings-header"
import { ApiKeys } from "./api-keys"

export const generateMetadata = titled("settings.tabs.api-keys")

export default async function ApiKeysPage({ params }: PageProps<"/m/[merchant]/settings/api-keys">) {
  const ctx = await requireMember(params)
  const [keys, locations, { timeZone }, locale, now, t] = await Promise.all([
    listApiKeys(ctx),
    findLocations(ctx),
    getMerchant(ctx),
    getLocale(),
    getNow(),
    getTranslations("docs.nav"),
  ])
  const date = (at: Date) => formatDateTime(at, { locale, timeZone, style: "date" })
  return (
    <>
      <SettingsHeader tab="api-keys" />
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
        apiUrl={`${env.APP_URL}/api/pos/v1`}
        mayChange={hasRole(ctx, "manager")}
      />
      <p className="mt-8 text-13">
        <Link href="/docs/api" className="text-accent hover:underline">
          {t("forDevelopers")}
        </Link>
      </p>
    </>
  )
}
