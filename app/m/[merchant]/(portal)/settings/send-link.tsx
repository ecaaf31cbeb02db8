"use client"
import { useLocale, useTranslations } from "next-intl"
import { useState } from "react"
import { useAction } from "@/app/use-action"
import { Button, buttonStyle } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { Section } from "@/components/ui/page-header"
import { SecretOnce } from "@/components/ui/secret-once"
import type { Action } from "@/lib/action"
import type { PendingLink } from "@/lib/links/queries"
import { formatDateTime } from "@/lib/time"

/** Creates a one-time link for a person without an account, to be sent by whoever creates it. */
export function SendLink({
  of,
  pending,
  timeZone,
  variant = "secondary",
  create,
  revoke,
}: {
  of: "connection" | "keys"
  pending: PendingLink | null
  timeZone: string
  variant?: "primary" | "secondary"
  create: Action<Record<string, never>, { link: string }>
  revoke: Action<{ id: string }, void>
}) {
  const t = useTranslations(`settings.${of}.link`)
  const creating = useAction(create)
  const revoking = useAction(revoke)
  const locale = useLocale()
  const moment = (at: Date) => formatDateTime(at, { locale, timeZone })
  const [made, setMade] = useState<string>()
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <div className="grid max-w-prose gap-4">
        <FormError refusal={creating.refusal ?? revoking.refusal} />
        {made && <SecretOnce label={t("made")} value={made} />}
        {pending && !made && (
          <p>
            {t("pending", {
              who: pending.createdBy,
              created: moment(pending.createdAt),
              expires: moment(pending.expiresAt),
            })}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          {made && (
            <a
              href={`mailto:?subject=${encodeURIComponent(t("mail.subject"))}&body=${encodeURIComponent(t("mail.body", { link: made }))}`}
              className={buttonStyle({})}
            >
              {t("mail.action")}
            </a>
          )}
          <Button
            variant={pending ? "ghost" : variant}
            pending={creating.pending}
            onClick={async () => {
              const outcome = await creating.run({})
              if (outcome.ok) setMade(outcome.data.link)
            }}
          >
            {t(pending ? "replace" : "create")}
          </Button>
          {pending && (
            <Button
              variant="ghost"
              pending={revoking.pending}
              onClick={async () => {
                const outcome = await revoking.run({ id: pending.id })
                if (outcome.ok) setMade(undefined)
              }}
            >
              {t("revoke")}
            </Button>
          )}
        </div>
      </div>
    </Section>
  )
}
