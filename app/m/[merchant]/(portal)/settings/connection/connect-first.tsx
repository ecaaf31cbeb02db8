import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { ConnectLink } from "./connect-link"

/** Explains that the page needs a connection, and links to it for people who may connect. */
export function ConnectFirst({ of, canEdit }: { of: "locations" | "rewards"; canEdit: boolean }) {
  const t = useTranslations(`${of}.notConnected`)
  return (
    <Banner
      tone="held"
      className="mb-8"
      title={t("title")}
      action={canEdit && <ConnectLink variant="primary">{t("action")}</ConnectLink>}
    >
      {t("body")}
      {!canEdit && ` ${t("viewer")}`}
    </Banner>
  )
}
