"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { CodeBlock } from "@/components/ui/code-block"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import { Textarea } from "@/components/ui/textarea"

type TryCall = { id: string; method: string; path: string; body: string | null }
type Outcome = { words: string; text: string } | "unreachable"

/** Calls this server's API with a pasted key. The key goes nowhere else. */
export function TryIt({ prefix, calls }: { prefix: string; calls: TryCall[] }) {
  const t = useTranslations("docs.try")
  const [chosen, choose] = useState(calls[0]!)
  const [isPending, setPending] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>()

  async function send(form: FormData) {
    setPending(true)
    setOutcome(undefined)
    const startedAt = performance.now()
    try {
      const response = await fetch(prefix + form.get("path"), {
        method: chosen.method,
        credentials: "omit",
        headers: {
          Authorization: `Bearer ${String(form.get("key")).trim()}`,
          ...(chosen.body === null ? {} : { "Content-Type": "application/json" }),
          ...(chosen.method === "GET" ? {} : { "Idempotency-Key": crypto.randomUUID() }),
        },
        body: chosen.body === null ? undefined : String(form.get("body")),
      })
      const duration = Math.round(performance.now() - startedAt)
      const words = t("answered", { status: String(response.status), duration })
      setOutcome({ words, text: JSON.stringify(await response.json(), null, 2) })
    } catch {
      setOutcome("unreachable")
    } finally {
      setPending(false)
    }
  }

  return (
    <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
      <form
        className="grid content-start gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          send(new FormData(event.currentTarget))
        }}
      >
        <Field name="key" label={t("key")} help={t("keyHelp")}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              placeholder="cpt_…"
              className="font-mono"
            />
          )}
        </Field>
        <Field name="call" label={t("call")}>
          {(control) => (
            <Select
              {...control}
              value={chosen.id}
              onChange={(event) => choose(calls.find(({ id }) => id === event.target.value)!)}
            >
              {calls.map(({ id, method, path }) => (
                <option key={id} value={id}>
                  {method} {path.split("?")[0]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Input
          key={chosen.path}
          name="path"
          defaultValue={chosen.path}
          aria-label={t("call")}
          className="max-w-form font-mono"
        />
        {chosen.body !== null && (
          <Field name="body" label={t("body")}>
            {(control) => (
              <Textarea
                {...control}
                key={chosen.id}
                defaultValue={chosen.body ?? ""}
                rows={12}
                spellCheck={false}
                className="font-mono text-12"
              />
            )}
          </Field>
        )}
        <div>
          <Button type="submit" variant="primary" pending={isPending}>
            {t("send")}
          </Button>
        </div>
      </form>
      <div className="min-w-0" aria-live="polite">
        {outcome === "unreachable" && <Banner tone="failed">{t("unreachable")}</Banner>}
        {outcome && outcome !== "unreachable" && <CodeBlock label={outcome.words} code={outcome.text} />}
      </div>
    </div>
  )
}
