import { titled } from "@/app/titled"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getPrivacySettings } from "@/lib/privacy/queries"
import { SettingsHeader } from "../settings-header"
import { PrivacyForm } from "./privacy-form"

export const generateMetadata = titled("settings.tabs.privacy")

export default async function PrivacyPage({ params }: PageProps<"/m/[merchant]/settings/privacy">) {
  const ctx = await requireMember(params)
  const settings = await getPrivacySettings(ctx)
  return (
    <>
      <SettingsHeader tab="privacy" />
      <PrivacyForm settings={settings} mayChange={hasRole(ctx, "owner")} />
    </>
  )
}
