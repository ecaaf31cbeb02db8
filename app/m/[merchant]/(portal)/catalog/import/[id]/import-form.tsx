"use client"
import { useTranslations } from "next-intl"
import { useId, useState } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { importProducts } from "../../actions"

type Mode = "upsert" | "replace"

/** Asks what to do with products missing from the file, then imports. */
export function ImportForm({
  id,
  productCount,
  absentCount,
  canReplace,
}: {
  id: string
  productCount: number
  /** Products on sale that are missing from the file. */
  absentCount: number
  canReplace: boolean
}) {
  const t = useTranslations("catalog.preview")
  const router = useRouter()
  const [mode, setMode] = useState<Mode>("upsert")
  const { run, pending, refusal } = useAction(importProducts, {
    done: (counts) => ({ tone: "delivered", title: t("done"), description: t("doneHint", counts) }),
  })

  const submit = async () => {
    const outcome = await run({ id, mode })
    if (outcome.ok) router.push("/catalog")
  }

  return (
    <form action={submit} className="grid max-w-prose gap-5">
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-medium">{t("mode")}</legend>
        <Choice
          label={t("upsert")}
          help={t("upsertHelp")}
          isChosen={mode === "upsert"}
          choose={() => setMode("upsert")}
        />
        <Choice
          label={t("replace")}
          help={canReplace ? t("replaceHelp", { count: absentCount }) : t("replaceBlocked")}
          isChosen={mode === "replace"}
          choose={() => setMode("replace")}
          isDisabled={!canReplace}
        />
      </fieldset>
      {refusal && (
        <div role="alert">
          <Banner tone="failed">{refusal.sentence}</Banner>
        </div>
      )}
      <p>
        <Button type="submit" variant="primary" pending={pending}>
          {t("submit", { count: productCount })}
        </Button>
      </p>
    </form>
  )
}

function Choice({
  label,
  help,
  isChosen,
  choose,
  isDisabled = false,
}: {
  label: string
  help: string
  isChosen: boolean
  choose: () => void
  isDisabled?: boolean
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="radio"
        name="mode"
        checked={isChosen}
        onChange={choose}
        disabled={isDisabled}
        aria-describedby={`${id}-help`}
        className="mt-0.5 size-4 shrink-0 accent-ink"
      />
      <div>
        <label htmlFor={id} className={isDisabled ? "text-secondary" : undefined}>
          {label}
        </label>
        <p id={`${id}-help`} className="text-13 text-secondary">
          {help}
        </p>
      </div>
    </div>
  )
}
