"use client"
import { ChevronRight } from "lucide-react"
import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Textarea } from "@/components/ui/textarea"
import { pasteToken } from "./actions"

/** For accounts that Pongo set up by hand. Folded because almost everybody uses Pongo's form. */
export function PasteToken({ isReplacing, isOpen }: { isReplacing: boolean; isOpen: boolean }) {
  const t = useTranslations("settings.connection.paste")
  const router = useRouter()
  const { run, pending, refusal } = useAction(pasteToken)
  const fieldErrors = { token: refusal?.fields.token && t("tokenError") }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const outcome = await run({ token: String(new FormData(form).get("token")) })
    if (!outcome.ok) return
    form.reset()
    form.closest("details")?.removeAttribute("open")
    router.replace(outcome.data)
  }

  return (
    <details open={isOpen} className="group mt-10">
      <summary className="-ml-1 inline-flex cursor-pointer list-none items-center gap-1 rounded-control pr-1 text-secondary hover:text-ink">
        <ChevronRight aria-hidden className="size-4 transition-transform duration-100 group-open:rotate-90" />
        {t("summary")}
      </summary>
      <form method="post" noValidate onSubmit={submit} className="mt-4 max-w-form space-y-4">
        <p className="text-pretty text-secondary">{t("sentence")}</p>
        <FormError refusal={refusal} fieldErrors={fieldErrors} />
        <Field name="token" label={t("token")} help={t("help")} error={fieldErrors.token}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-13"
              maxLength={5000}
            />
          )}
        </Field>
        <Button type="submit" pending={pending}>
          {isReplacing ? t("replace") : t("submit")}
        </Button>
      </form>
    </details>
  )
}
