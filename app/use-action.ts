"use client"
import { unstable_isUnrecognizedActionError as isOfAnOlderPage, unstable_rethrow } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState, useTransition } from "react"
import { useMerchant, useRouter } from "@/components/link"
import { announceNewVersion } from "@/components/new-version"
import { type ToastMessage, toast } from "@/components/ui/toast"
import type { Action } from "@/lib/action"
import type { ErrorCode } from "@/lib/errors"
import { errorSentence } from "@/lib/i18n/error-sentence"

export type Refusal = {
  code: ErrorCode | "unreachable" | "new_version"
  sentence: string
  /** Errors by field name; empty if the refusal concerns the whole form. */
  fields: Record<string, string>
}
type Outcome<Data> = { ok: true; data: Data } | { ok: false; refusal: Refusal }

/** Toasts for an action's result. */
export type Toasts<Input, Data> = {
  done?: ToastMessage | ((data: Data, input: Input) => ToastMessage | undefined)
  /**
   * After a refusal: the title above its sentence, or `true` for the sentence alone. Without it, the caller shows the
   * refusal.
   */
  failed?: string | true | ((refusal: Refusal) => ToastMessage)
}

/**
 * Calls a server action for the merchant the page was rendered for, and returns a refusal as a sentence. A lost
 * connection or an outdated page is a refusal too, and the form keeps its values. `run` resolves once the pages show
 * the change.
 */
export function useAction<Input, Data>(
  action: Action<Input, Data>,
  { done, failed }: Toasts<Input, Data> = {},
) {
  const t = useTranslations("errors")
  const router = useRouter()
  const merchant = useMerchant()
  const [pending, startTransition] = useTransition()
  const [refusal, setRefusal] = useState<Refusal>()

  async function ask(input: Input): Promise<Outcome<Data>> {
    try {
      const result = await action(merchant, input)
      if (result.ok) return result
      return {
        ok: false,
        refusal: { code: result.code, sentence: errorSentence(t, result), fields: result.fields },
      }
    } catch (error) {
      unstable_rethrow(error)
      const isOld = isOfAnOlderPage(error)
      if (isOld) announceNewVersion()
      const code = isOld ? "new_version" : "unreachable"
      return { ok: false, refusal: { code, sentence: t(code), fields: {} } }
    }
  }

  const run = (input: Input) =>
    new Promise<Outcome<Data>>((resolve) =>
      startTransition(async () => {
        const outcome = await ask(input)
        setRefusal(outcome.ok ? undefined : outcome.refusal)
        // Somebody else was first: refresh to show their change.
        if (!outcome.ok && outcome.refusal.code === "conflict") router.refresh()
        const said = outcome.ok ? toastOf(done, outcome.data, input) : refusalToast(failed, outcome.refusal)
        if (said) toast(said)
        resolve(outcome)
      }),
    )

  return { run, pending, refusal, forget: () => setRefusal(undefined) }
}

function toastOf<Input, Data>(done: Toasts<Input, Data>["done"], data: Data, input: Input) {
  return typeof done === "function" ? done(data, input) : done
}

function refusalToast(failed: Toasts<never, never>["failed"], refusal: Refusal): ToastMessage | undefined {
  if (!failed) return undefined
  if (failed === true) return { tone: "failed", title: refusal.sentence }
  if (typeof failed === "string") return { tone: "failed", title: failed, description: refusal.sentence }
  return { tone: "failed", ...failed(refusal) }
}
