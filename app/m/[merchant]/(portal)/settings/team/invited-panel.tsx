import { useTranslations } from "next-intl"
import { SecretPanel } from "@/components/ui/secret-panel"

export type Invited = { email: string; link: string }

/** Shows the link of an invitation, once. */
export function InvitedPanel({
  invited: { email, link },
  isMailed,
  onCopied,
}: {
  invited: Invited
  isMailed: boolean
  onCopied: () => void
}) {
  const t = useTranslations("settings.team.invited")
  return (
    <SecretPanel
      name={t("label")}
      secret={{ label: t("link", { email }), value: link }}
      hint={isMailed ? t("mailed", { email }) : t("sendIt")}
      copiedLabel={t("copied")}
      onCopied={onCopied}
    />
  )
}
