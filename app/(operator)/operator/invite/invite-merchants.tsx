"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button, ButtonLink } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Section } from "@/components/ui/page-header"
import { Textarea } from "@/components/ui/textarea"
import { MAX_INVITED } from "@/lib/operators/schema"
import { invite } from "../actions"
import { parseList } from "./parse-list"

type Invited = { name: string; email: string; link: string | null }

/** Invites many merchants at once: one per line, one link for each. */
export function InviteMerchants({ isMailed }: { isMailed: boolean }) {
  const t = useTranslations("operator.invite")
  const tActions = useTranslations("common.actions")
  const { run, pending, refusal } = useAction(invite)
  const [problem, setProblem] = useState<string>()
  const [invited, setInvited] = useState<Invited[]>()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const { merchants, wrongLines } = parseList(String(new FormData(form).get("list")))
    const wrong =
      wrongLines.length > 0
        ? t("wrongLines", { lines: wrongLines.join(", "), count: wrongLines.length })
        : merchants.length === 0
          ? t("none")
          : merchants.length > MAX_INVITED
            ? t("tooMany", { max: MAX_INVITED })
            : undefined
    setProblem(wrong)
    if (wrong) return (form.elements.namedItem("list") as HTMLElement).focus()
    const outcome = await run({ merchants })
    if (outcome.ok) setInvited(outcome.data)
  }

  if (invited)
    return (
      <Section
        title={t("done", { count: invited.filter(({ link }) => link).length })}
        sentence={t(isMailed ? "doneMailed" : "doneSendThem")}
      >
        <ul className="border-t">
          {invited.map(({ name, email, link }) => (
            <li
              key={`${name} ${email}`}
              className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b py-3"
            >
              <div className="min-w-0 flex-1 basis-64">
                <p className="font-medium">{name}</p>
                <p className="text-13 text-secondary">{email}</p>
              </div>
              {link ? (
                <>
                  <code className="min-w-0 flex-1 basis-72 select-all break-all font-mono text-12">
                    {link}
                  </code>
                  <CopyButton value={link} label={tActions("copy")} />
                </>
              ) : (
                <p className="text-secondary">{t("joined")}</p>
              )}
            </li>
          ))}
        </ul>
        <p className="mt-6">
          <ButtonLink href="/operator">{t("back")}</ButtonLink>
        </p>
      </Section>
    )
  return (
    <form onSubmit={submit} noValidate className="grid max-w-prose gap-5">
      <FormError refusal={refusal} />
      <Field
        name="list"
        label={t("list")}
        help={t("listHelp", { max: MAX_INVITED })}
        error={problem}
        className="max-w-none"
      >
        {(control) => (
          <Textarea
            {...control}
            rows={10}
            spellCheck={false}
            placeholder={t("placeholder")}
            onChange={() => setProblem(undefined)}
          />
        )}
      </Field>
      <p>
        <Button type="submit" variant="primary" pending={pending}>
          {t("submit")}
        </Button>
      </p>
    </form>
  )
}
