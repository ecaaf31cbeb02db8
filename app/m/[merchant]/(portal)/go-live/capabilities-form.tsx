"use client"
import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { CheckboxField } from "@/components/ui/checkbox"
import { Section } from "@/components/ui/page-header"
import type { Capabilities } from "@/lib/tills/capability-schema"
import { declare } from "./actions"

/** The person declares what the tills can do: traffic cannot prove it. */
export function CapabilitiesForm({
  capabilities,
  canEdit,
}: {
  capabilities: Capabilities
  canEdit: boolean
}) {
  const t = useTranslations("goLive.capabilities")
  const { run, pending } = useAction(declare, {
    done: { tone: "delivered", title: t("saved") },
    failed: t("failed"),
  })
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    await run({ canScan: data.has("canScan"), canVouchers: data.has("canVouchers") })
  }
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <form method="post" onSubmit={submit} className="border-t pt-4">
        <fieldset disabled={!canEdit} className="grid gap-3">
          <legend className="sr-only">{t("title")}</legend>
          <CheckboxField name="canScan" label={t("scan")} defaultChecked={capabilities.canScan} />
          <CheckboxField name="canVouchers" label={t("vouchers")} defaultChecked={capabilities.canVouchers} />
          {canEdit && (
            <p className="mt-1">
              <Button type="submit" pending={pending}>
                {t("save")}
              </Button>
            </p>
          )}
        </fieldset>
      </form>
    </Section>
  )
}
