import { useTranslations } from "next-intl"
import { Tabs } from "@/components/ui/tabs"

/** In the order of a user's questions: what happened, then what to do. */
const TABS = [
  { name: "log", href: "/orders" },
  { name: "incidents", href: "/incidents" },
  { name: "why", href: "/why-no-points" },
  { name: "reconciliation", href: "/reconciliation" },
  { name: "replays", href: "/replays" },
] as const

export function OrdersTabs({ active }: { active: (typeof TABS)[number]["name"] }) {
  const t = useTranslations("orders.tabs")
  return (
    <Tabs
      label={t("label")}
      className="mb-5"
      items={TABS.map(({ name, href }) => ({ href, label: t(name), active: name === active }))}
    />
  )
}
