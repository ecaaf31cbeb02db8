import { useTranslations } from "next-intl"
import { CodeBlock } from "@/components/ui/code-block"
import { DefinitionList } from "@/components/ui/definition-list"
import type { Attempt } from "@/lib/orders/queries"
import type { ExchangePhase } from "@/lib/pongo/exchange"
import { formatDuration } from "@/lib/time"

/** The technical view of an attempt. Bodies were masked before they were stored. */
export function AttemptDetail({ attempt, locale }: { attempt: Attempt; locale: string }) {
  const t = useTranslations("orders.order.timeline.detail")
  const items = [
    { term: t("http"), value: attempt.httpStatus },
    { term: t("kind"), value: attempt.errorKind, mono: true },
    { term: t("phase"), value: attempt.phase && t(`phases.${attempt.phase as ExchangePhase}`) },
    { term: t("message"), value: attempt.message },
    {
      term: t("duration"),
      value: attempt.durationMs === null ? null : formatDuration(attempt.durationMs, locale),
    },
    { term: t("store"), value: attempt.storeSlug, mono: true },
    { term: t("counted"), value: attempt.isCounted ? t("yes") : t("no") },
  ].filter(({ value }) => value !== null)
  return (
    <div className="grid gap-3 text-13">
      <DefinitionList items={items} />
      {attempt.request !== null && (
        <CodeBlock label={t("request")} code={JSON.stringify(attempt.request, null, 2)} />
      )}
      {attempt.response && <CodeBlock label={t("response")} code={indented(attempt.response)} />}
    </div>
  )
}

function indented(text: string) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
