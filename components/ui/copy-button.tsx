"use client"
import { Check, Copy } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ComponentProps, useEffect, useState } from "react"
import { Button } from "./button"

/**
 * Copies `value`, or the code of the surrounding figure, and confirms in place for two seconds. A text button with
 * `label`, otherwise an icon.
 */
export function CopyButton({
  value,
  label,
  size = label ? "small" : "icon-small",
  variant = label ? "secondary" : "ghost",
  ...rest
}: Omit<ComponentProps<typeof Button>, "value" | "onClick" | "children"> & {
  value?: string
  label?: string
}) {
  const t = useTranslations("common.actions")
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])

  const Icon = copied ? Check : Copy
  const words = copied ? t("copied") : (label ?? t("copy"))
  return (
    <Button
      size={size}
      variant={variant}
      aria-label={label ? undefined : words}
      onClick={(event) => {
        const shown = event.currentTarget.closest("figure")?.querySelector("pre")?.textContent
        navigator.clipboard.writeText(value ?? shown ?? "").then(() => setCopied(true))
      }}
      {...rest}
    >
      <Icon aria-hidden className={copied ? "text-delivered" : label ? undefined : "text-secondary"} />
      {label && words}
      <span role="status" className="sr-only">
        {copied && t("copied")}
      </span>
    </Button>
  )
}
