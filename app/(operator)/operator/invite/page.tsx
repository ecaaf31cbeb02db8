import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { PageHeader } from "@/components/ui/page-header"
import { requireOperator } from "@/lib/auth/session"
import { env } from "@/lib/env"
import { InviteMerchants } from "./invite-merchants"

export const generateMetadata = titled("operator.invite.title")

export default async function InvitePage() {
  await requireOperator()
  const t = await getTranslations("operator.invite")
  return (
    <>
      <PageHeader
        title={t("title")}
        sentence={t("sentence")}
        back={{ href: "/operator", label: t("back") }}
      />
      <InviteMerchants isMailed={env.SMTP_URL !== undefined} />
    </>
  )
}
