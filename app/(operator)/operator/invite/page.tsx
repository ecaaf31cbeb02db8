import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { PageHeader } from "@/components/ui/page-header"
import { requireOperator } from "@/lib/auth/session"
import { env } from "@/lib/env"
import { InviteMerchants } from "./invite-merchants"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operator.invite"))("title") }
}

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
