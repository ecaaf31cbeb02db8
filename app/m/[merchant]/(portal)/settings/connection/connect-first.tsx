import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { ConnectLink } from "./connect-link"

/** Why a page has nothing to show before Pongo is connected, and the way there for whoever may. */
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
