import { useTranslations } from "next-intl"
import { Tabs } from "@/components/ui/tabs"

/** Rewards, and the catalogue of products they give. */
export function RewardsTabs({ active }: { active: "rewards" | "catalog" }) {
  const t = useTranslations("rewards.tabs")
  return (
    <Tabs
      label={t("label")}
      className="mb-6"
      items={[
        { href: "/rewards", label: t("rewards"), active: active === "rewards" },
        { href: "/catalog", label: t("catalog"), active: active === "catalog" },
      ]}
    />
  )
}
