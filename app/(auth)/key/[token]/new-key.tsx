"use client"
import Link from "next/link"
import { useTranslations } from "next-intl"
import { type FormEvent, type ReactNode, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { CodeBlock } from "@/components/ui/code-block"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import { SecretOnce } from "@/components/ui/secret-once"
import { Title } from "../../title"
import { createKey } from "./actions"

/** Asks for the key's name, then shows the key once, with what a developer needs next. */
export function NewKey({
  token,
  merchant,
  apiUrl,
  closed,
  children,
}: {
  token: string
  merchant: string
  apiUrl: string
  /** Why the link no longer works. Not shown to the person who has just used it: the key stays on screen. */
  closed: ReactNode
  children: ReactNode
}) {
  const t = useTranslations("auth.key")
  const { run, pending, refusal } = useAction(createKey)
  const [made, setMade] = useState<{ name: string; key: string }>()
  const fieldErrors = { name: refusal?.fields.name && t("nameError") }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get("name")).trim()
    const outcome = await run({ token, name })
    if (outcome.ok) setMade({ name, key: outcome.data.key })
  }

  if (made)
    return (
      <div className="space-y-6">
        <Title tabIndex={-1} ref={(heading) => heading?.focus()} className="outline-none">
          {t("made.title", { merchant })}
        </Title>
        <SecretOnce label={t("made.key", { name: made.name })} value={made.key} />
        <p className="text-pretty text-secondary">{t("made.keep", { merchant })}</p>
        <CodeBlock
          label={t("made.try")}
          code={`curl -s ${apiUrl}/status \\\n  -H "Authorization: Bearer ${made.key}"`}
        />
        <nav aria-label={t("made.docs")}>
          <h2 className="mb-2 text-16 font-medium">{t("made.docs")}</h2>
          <ul className="space-y-1.5">
            {[
              { href: "/docs/api", words: t("made.start") },
              { href: "/docs/api/errors", words: t("made.errors") },
              { href: "/api/pos/v1/openapi.json", words: t("made.openapi") },
            ].map(({ href, words }) => (
              <li key={href}>
                <Link href={href} target="_blank" prefetch={false} className="text-accent hover:underline">
                  {words}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    )
  if (closed) return closed
  return (
    <>
      <Title className="mb-3">{t("title", { merchant })}</Title>
      {children}
      <form method="post" noValidate onSubmit={submit} className="space-y-5">
        <FormError refusal={refusal} fieldErrors={fieldErrors} />
        <Field name="name" label={t("name")} help={t("nameHelp", { merchant })} error={fieldErrors.name}>
          {(control) => <Input {...control} maxLength={80} autoComplete="organization" />}
        </Field>
        <Button type="submit" variant="primary" pending={pending} className="w-full">
          {t("submit")}
        </Button>
      </form>
    </>
  )
}
