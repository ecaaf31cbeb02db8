"use client"
import { useTranslations } from "next-intl"
import { useEffect, useRef } from "react"
import { Button } from "@/components/ui/button"
import { SecretOnce } from "@/components/ui/secret-once"

export type Invited = { email: string; link: string }

/** The link of an invitation, this once. */
export function InvitedPanel({
  invited,
  isMailed,
  onCopied,
}: {
  invited: Invited
  isMailed: boolean
  onCopied: () => void
}) {
  const t = useTranslations("settings.team.invited")
  const here = useRef<HTMLElement>(null)
  // The dialog gives focus back to its button as it closes: the panel takes it after that.
  useEffect(() => {
    const timer = setTimeout(() => here.current?.focus(), 50)
    return () => clearTimeout(timer)
  }, [])
  return (
    <section ref={here} tabIndex={-1} aria-label={t("label")} className="mb-8 space-y-3 outline-none">
      <SecretOnce value={invited.link} label={t("link", { email: invited.email })} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-prose text-13 text-secondary">
          {isMailed ? t("mailed", { email: invited.email }) : t("sendIt")}
        </p>
        <Button variant="primary" onClick={onCopied}>
          {t("copied")}
        </Button>
      </div>
    </section>
  )
}
