"use client"
import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import type { ReplayKind } from "@/db/enums"
import { cancel, confirm } from "../actions"

/** Names the plan, then starts it, submits it for approval or discards it. */
export function ConfirmForm({
  id,
  kind,
  orders,
  suggestedName,
  needsApproval,
}: {
  id: string
  kind: ReplayKind
  orders: number
  suggestedName: string
  needsApproval: boolean
}) {
  const t = useTranslations("replays.plan")
  const router = useRouter()
  const { run, pending, refusal } = useAction(confirm)
  const dropping = useAction(cancel, { done: { title: t("dropped") }, failed: true })
  const fieldErrors = { name: refusal?.fields.name && t("nameMissing") }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    await run({ id, name: String(new FormData(event.currentTarget).get("name")) })
  }

  async function drop() {
    const outcome = await dropping.run({ id })
    if (outcome.ok) router.push("/replays")
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="mt-8 grid gap-5">
      <FormError refusal={refusal} fieldErrors={fieldErrors} />
      <Field name="name" label={t("name")} help={t("nameHelp")} error={fieldErrors.name}>
        {(control) => <Input {...control} defaultValue={suggestedName} maxLength={80} autoComplete="off" />}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={pending} disabled={dropping.pending}>
          {needsApproval ? t("ask") : t(`start.${kind}`, { count: orders })}
        </Button>
        <Button variant="ghost" pending={dropping.pending} disabled={pending} onClick={drop}>
          {t("drop")}
        </Button>
      </div>
    </form>
  )
}
