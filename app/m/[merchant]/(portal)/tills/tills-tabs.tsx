import { useTranslations } from "next-intl"
import { Tabs } from "@/components/ui/tabs"

const TABS = [
  { name: "list", href: "/tills" },
  { name: "test", href: "/test-till" },
] as const

/** The merchant's tills, and the test till. */
export function TillsTabs({ active }: { active: (typeof TABS)[number]["name"] }) {
  const t = useTranslations("tills.tabs")
  return (
    <Tabs
      label={t("label")}
      className="mb-6"
      items={TABS.map(({ name, href }) => ({ href, label: t(name), active: name === active }))}
    />
  )
}
