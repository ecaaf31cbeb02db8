"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { CheckboxField } from "@/components/ui/checkbox"
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { EmailInput, Input } from "@/components/ui/input"
import { Textarea } from "@/components/ui/textarea"
import { correct, preview } from "./actions"
import { CorrectionDiff } from "./correction-diff"

type CorrectableLine = { line: number; sku: string; name: string; hasReward: boolean }
type Props = {
  id: string
  orderRef: string
  /** Whether the order identifies its customer by phone. Only then are there names and an e-mail to correct. */
  hasContact: boolean
  comment: string
  lines: CorrectableLine[]
  /** Pongo's reason, in its own words. */
  refusal: string | null
}
type Correction = Parameters<typeof preview>[1]
type Changes = { path: string; before: string | null; after: string | null }[]

/** Corrects the fields of an order that Pongo refused: first the form, then the difference, then the resend. */
export function CorrectOrder(props: Props) {
  const t = useTranslations("orders.order.correction")
  const tTimeline = useTranslations("orders.order.timeline")
  const [isOpen, setIsOpen] = useState(false)
  const [draft, setDraft] = useState<Correction>()
  const [changes, setChanges] = useState<Changes>()
  const [unchanged, setUnchanged] = useState<{ sentence: string }>()
  const previewing = useAction(preview)
  const correcting = useAction(correct, {
    done: { tone: "delivered", title: t("done", { ref: props.orderRef }), description: t("doneHelp") },
  })
  const formId = `correct-${props.id}`

  async function review(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const correction = correctionOf(props, new FormData(event.currentTarget))
    const isChanged = Object.keys(correction).some((field) => field !== "id")
    setUnchanged(isChanged ? undefined : { sentence: t("unchanged") })
    if (!isChanged) return
    const outcome = await previewing.run(correction)
    if (!outcome.ok) return
    setDraft(correction)
    setChanges(outcome.data)
  }

  async function confirm() {
    const outcome = await correcting.run(draft!)
    if (outcome.ok) setIsOpen(false)
  }

  function toggle(next: boolean) {
    setIsOpen(next)
    setChanges(undefined)
    setUnchanged(undefined)
    previewing.forget()
    correcting.forget()
  }

  return (
    <Dialog open={isOpen} onOpenChange={toggle}>
      <DialogTrigger asChild>
        <Button variant="primary">{t("button")}</Button>
      </DialogTrigger>
      <DialogContent
        title={t("title", { ref: props.orderRef })}
        description={t("description")}
        footer={
          changes ? (
            <>
              <Button onClick={() => setChanges(undefined)}>{t("back")}</Button>
              <Button variant="primary" pending={correcting.pending} onClick={confirm}>
                {t("confirm")}
              </Button>
            </>
          ) : (
            <Button variant="primary" type="submit" form={formId} pending={previewing.pending}>
              {t("review")}
            </Button>
          )
        }
      >
        {changes && (
          <>
            <FormError refusal={correcting.refusal} />
            <CorrectionDiff changes={changes} />
          </>
        )}
        {/* Stays mounted while the difference is shown, so that going back keeps the input. */}
        <form id={formId} onSubmit={review} hidden={changes !== undefined} className="space-y-5">
          <FormError refusal={unchanged ?? previewing.refusal} />
          {props.refusal && <p className="text-pretty">{tTimeline("said", { message: props.refusal })}</p>}
          <Fields {...props} />
        </form>
      </DialogContent>
    </Dialog>
  )
}

function Fields({ hasContact, comment, lines }: Props) {
  const t = useTranslations("orders.order.correction")
  return (
    <>
      {hasContact && (
        <>
          <Field name="email" label={t("email")} help={t("keepHelp")} optional>
            {(control) => <EmailInput {...control} />}
          </Field>
          <CheckboxField name="noEmail" label={t("noEmail")} />
          <Field name="firstName" label={t("firstName")} help={t("keepHelp")} optional>
            {(control) => <Input maxLength={100} {...control} />}
          </Field>
          <Field name="lastName" label={t("lastName")} help={t("keepHelp")} optional>
            {(control) => <Input maxLength={100} {...control} />}
          </Field>
        </>
      )}
      {lines.map(({ line, sku, name, hasReward }) => (
        <div key={line} className="space-y-2">
          <Field name={`sku-${line}`} label={t("sku", { line: line + 1, name })}>
            {(control) => <Input defaultValue={sku} maxLength={100} className="font-mono" {...control} />}
          </Field>
          {hasReward && <CheckboxField name={`reward-${line}`} label={t("reward", { line: line + 1 })} />}
        </div>
      ))}
      <Field name="comment" label={t("comment")} optional>
        {(control) => <Textarea defaultValue={comment} maxLength={2_000} {...control} />}
      </Field>
    </>
  )
}

/** The form's values that differ from the order. */
function correctionOf({ id, hasContact, comment, lines }: Props, form: FormData): Correction {
  const written = (name: string) => String(form.get(name) ?? "").trim()
  const email = form.has("noEmail") ? null : written("email") || undefined
  const customer = {
    ...(email === undefined ? {} : { email }),
    ...(written("firstName") ? { first_name: written("firstName") } : {}),
    ...(written("lastName") ? { last_name: written("lastName") } : {}),
  }
  const changed = lines.flatMap(({ line, sku }) => {
    const next = written(`sku-${line}`)
    const isFreed = form.has(`reward-${line}`)
    if (next === sku && !isFreed) return []
    return [{ line, ...(next === sku ? {} : { sku: next }), ...(isFreed ? { reward: null } : {}) }]
  })
  return {
    id,
    ...(hasContact && Object.keys(customer).length > 0 ? { customer } : {}),
    ...(written("comment") === comment.trim() ? {} : { comment: written("comment") || null }),
    ...(changed.length > 0 ? { lines: changed } : {}),
  }
}
