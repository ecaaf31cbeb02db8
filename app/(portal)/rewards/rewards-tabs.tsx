import { useTranslations } from "next-intl"
import { Tabs } from "@/components/ui/tabs"

/** Rewards and the catalogue they are given from: two faces of one place. */
export function RewardsTabs({ active, failing }: { active: "rewards" | "catalog"; failing?: number }) {
  const t = useTranslations("rewards.tabs")
  return (
    <Tabs
      label={t("label")}
      className="mb-6"
      items={[
        {
          href: "/rewards",
          label: t("rewards"),
          active: active === "rewards",
          count: failing || undefined,
        },
        { href: "/catalog", label: t("catalog"), active: active === "catalog" },
      ]}
    />
  )
}
