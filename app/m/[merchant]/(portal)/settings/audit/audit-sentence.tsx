import { useTranslations } from "next-intl"
import { z } from "zod"
import { Link } from "@/components/link"
import type { AuditEvent } from "@/lib/audit/queries"

const text = z.string().nullish().catch(null)

/** Value of a missing parameter: sentences have a form without it. */
const MISSING = "none"

/** Parameters of the sentences. Old rows may lack any of them. */
const details = z
  .object({
    name: text,
    scopes: z.array(z.string()).catch([]),
    role: text,
    via: text,
    account: text,
    because: text,
    reason: text,
    location: text,
    store: text,
    before: text,
    ref: text,
    count: z.number().catch(0),
  })
  .partial()

/** Who did what, in words. An action without a sentence is shown by its raw name. */
export function AuditSentence({ event }: { event: AuditEvent }) {
  const t = useTranslations("settings.audit")
  const known = details.safeParse(event.details).data ?? {}
  const name = event.action.replace(".", "_")
  const sentence = (
    t.has(`actions.${name}` as "actions.other") ? `actions.${name}` : "actions.other"
  ) as "actions.other"
  return t.rich(sentence, {
    who: t(`who.${event.actor.kind}`, { name: event.actor.name }),
    action: event.action,
    target: event.targetName ?? known.location ?? known.ref ?? MISSING,
    name: known.name ?? MISSING,
    role: known.role ?? MISSING,
    via: known.via ?? MISSING,
    account: known.account ?? MISSING,
    because: known.because ?? MISSING,
    reason: known.reason ?? MISSING,
    store: known.store ?? MISSING,
    before: known.before ?? MISSING,
    count: known.count ?? 0,
    scopes: known.scopes?.toSorted().join("_") || MISSING,
    b: (words) => <span className="font-medium">{words}</span>,
    code: (words) => <code className="font-mono text-13">{words}</code>,
    order: (words) => (
      <Link
        href={`/orders/${event.target}`}
        prefetch={false}
        className="text-accent underline-offset-2 hover:underline"
      >
        {words}
      </Link>
    ),
  })
}
