"use client"
import { Plus } from "lucide-react"
import { useTranslations } from "next-intl"
import { type FormEvent, useId, useMemo, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import type { Role } from "@/db/enums"
import { invite } from "./actions"
import type { Invited } from "./invited-panel"
import { RoleChoices } from "./role-choices"

export function InviteDialog({ onInvited }: { onInvited: (invited: Invited) => void }) {
  const t = useTranslations("settings.team.invite")
  const tActions = useTranslations("common.actions")
  const [open, setOpen] = useState(false)
  const formId = useId()
  const { run, pending, refusal, forget } = useAction(invite)
  const fieldErrors = useMemo(() => ({ email: refusal?.fields.email && t("emailError") }), [refusal, t])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const email = String(data.get("email")).trim()
    const outcome = await run({ email, role: data.get("role") as Role })
    if (!outcome.ok) return
    setOpen(false)
    onInvited({ email, link: outcome.data.link })
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        forget()
        setOpen(next)
      }}
    >
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden />
          {t("trigger")}
        </Button>
      </DialogTrigger>
      <DialogContent
        title={t("title")}
        description={t("description")}
        footer={
          <>
            <DialogClose asChild>
              <Button>{tActions("cancel")}</Button>
            </DialogClose>
            <Button type="submit" form={formId} variant="primary" pending={pending}>
              {t("submit")}
            </Button>
          </>
        }
      >
        <form id={formId} method="post" noValidate onSubmit={submit} className="space-y-5 pb-1">
          {refusal && (
            <FormError
              message={refusal.code === "validation_failed" ? undefined : refusal.sentence}
              fieldErrors={fieldErrors}
            />
          )}
          <Field name="email" label={t("email")} error={fieldErrors.email}>
            {(control) => (
              <Input {...control} type="email" inputMode="email" autoComplete="off" maxLength={254} />
            )}
          </Field>
          <RoleChoices legend={t("role")} initial="manager" />
        </form>
      </DialogContent>
    </Dialog>
  )
}
