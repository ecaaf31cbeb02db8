"use client"
import { useLocale, useTranslations } from "next-intl"
import { startTransition } from "react"
import {
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
} from "@/components/ui/dropdown-menu"
import { setLocale, setTheme } from "./preference-actions"
import type { Theme } from "./theme"

/** Appearance and language entries of the account menu. */
export function PreferenceItems({ theme }: { theme?: Theme }) {
  const t = useTranslations("shell")
  const locale = useLocale()
  return (
    <>
      <DropdownMenuLabel>{t("theme.label")}</DropdownMenuLabel>
      <DropdownMenuRadioGroup
        value={theme ?? "system"}
        onValueChange={(value) => startTransition(() => setTheme(value))}
      >
        <DropdownMenuRadioItem value="system">{t("theme.system")}</DropdownMenuRadioItem>
        <DropdownMenuRadioItem value="light">{t("theme.light")}</DropdownMenuRadioItem>
        <DropdownMenuRadioItem value="dark">{t("theme.dark")}</DropdownMenuRadioItem>
      </DropdownMenuRadioGroup>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>{t("language")}</DropdownMenuLabel>
      <DropdownMenuRadioGroup
        value={locale}
        onValueChange={(value) => startTransition(() => setLocale(value))}
      >
        <DropdownMenuRadioItem value="fr" lang="fr">
          Français
        </DropdownMenuRadioItem>
        <DropdownMenuRadioItem value="en" lang="en">
          English
        </DropdownMenuRadioItem>
      </DropdownMenuRadioGroup>
    </>
  )
}
