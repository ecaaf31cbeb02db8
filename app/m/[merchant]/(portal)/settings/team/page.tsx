import { getLocale, getNow } from "next-intl/server"
import { titled } from "@/app/titled"
import { hasRole } from "@/lib/auth/ctx"
import { readSignedIn, requireMember } from "@/lib/auth/session"
import { env } from "@/lib/env"
import { getMerchant } from "@/lib/merchants/queries"
import { listInvitations, listMembers } from "@/lib/team/queries"
import { formatDateTime, formatRelative } from "@/lib/time"
import { SettingsHeader } from "../settings-header"
import { Invitations } from "./invitations"
import { Members } from "./members"

export const generateMetadata = titled("settings.tabs.team")

export default async function TeamPage({ params }: PageProps<"/m/[merchant]/settings/team">) {
  const ctx = await requireMember(params)
  const isOwner = hasRole(ctx, "owner")
  const [signedIn, members, invitations, merchant, locale, now] = await Promise.all([
    readSignedIn(),
    listMembers(ctx),
    isOwner ? listInvitations(ctx) : [],
    getMerchant(ctx),
    getLocale(),
    getNow(),
  ])
  return (
    <>
      <SettingsHeader tab="team" />
      <Invitations
        merchantName={merchant.name}
        isMailed={env.SMTP_URL !== undefined}
        mayInvite={isOwner}
        invitations={invitations.map(({ id, email, role, expiresAt }) => ({
          id,
          email,
          role,
          expires: formatRelative(expiresAt, now, locale),
        }))}
      >
        <Members
          mayChange={isOwner}
          members={members.map(({ userId, name, email, role, since }) => ({
            userId,
            name,
            email,
            role,
            isSelf: userId === signedIn?.userId,
            since: formatDateTime(since, { locale, timeZone: merchant.timeZone, style: "date" }),
          }))}
        />
      </Invitations>
    </>
  )
}
