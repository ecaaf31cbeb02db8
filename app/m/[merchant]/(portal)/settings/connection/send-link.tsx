"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { Section } from "@/components/ui/page-header"
import { SecretOnce } from "@/components/ui/secret-once"
import { createLink, revokeLink } from "./actions"

/** Creates a link for the person who has the Pongo password, if the owner does not. */
export function SendLink({ pending }: { pending: { id: string; sentence: string } | null }) {
  const t = useTranslations("settings.connection.link")
  const create = useAction(createLink)
  const revoke = useAction(revokeLink)
  const [made, setMade] = useState<string>()
  const refusal = create.refusal ?? revoke.refusal
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <div className="grid max-w-prose gap-4">
        <FormError refusal={refusal} />
        {made && <SecretOnce label={t("made")} value={made} />}
        {pending && !made && <p>{pending.sentence}</p>}
        <div className="flex flex-wrap gap-2">
          <Button
            pending={create.pending}
            onClick={async () => {
              const outcome = await create.run({})
              if (outcome.ok) setMade(outcome.data.link)
            }}
          >
            {t(pending ? "replace" : "create")}
          </Button>
          {pending && (
            <Button
              variant="ghost"
              pending={revoke.pending}
              onClick={async () => {
                const outcome = await revoke.run({ id: pending.id })
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
