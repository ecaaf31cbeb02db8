import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Tabs } from "@/components/ui/tabs"

const TABS = ["connection", "api-keys", "team", "alerts", "privacy", "audit"] as const

/** The title of the settings and the open tab. */
export function SettingsHeader({ tab }: { tab: (typeof TABS)[number] }) {
  const t = useTranslations("settings")
  return (
    <>
      <PageHeader title={t("title")} />
      <Tabs
        label={t("title")}
        items={TABS.map((name) => ({
          href: `/settings/${name}`,
          label: t(`tabs.${name}`),
          active: name === tab,
        }))}
        className="mb-10"
      />
    </>
  )
}
