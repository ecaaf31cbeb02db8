"use client"
import { useTranslations } from "next-intl"
import { type ComponentProps, useState } from "react"
import { Button } from "@/components/ui/button"
import { Input } from "@/components/ui/input"

/** Password field with a button that shows the text. */
export function PasswordInput(props: Omit<ComponentProps<"input">, "type" | "className">) {
  const t = useTranslations("auth.password")
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input {...props} type={shown ? "text" : "password"} className="pr-24" spellCheck={false} />
      <Button
        variant="ghost"
        size="small"
        aria-pressed={shown}
        aria-label={t("showLabel")}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-1 my-auto h-7 text-secondary"
      >
        {shown ? t("hide") : t("show")}
      </Button>
    </div>
  )
}
