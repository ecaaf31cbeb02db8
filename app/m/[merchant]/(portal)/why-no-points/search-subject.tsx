"use client"
import { Search } from "lucide-react"
import { useTranslations } from "next-intl"
import { type FormEvent, useTransition } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { controlStyle } from "@/components/ui/input"
import { cn } from "@/lib/cn"
import { find } from "./actions"
import { diagnosisHref } from "./address"

/** The one box. What was typed stays in it and out of the address. */
export function SearchSubject({ autoFocus }: { autoFocus: boolean }) {
  const t = useTranslations("diagnosis.search")
  const router = useRouter()
  const { run, pending, refusal } = useAction(find)
  const [isOpening, startOpening] = useTransition()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const q = String(new FormData(event.currentTarget).get("q"))
    if (!q.trim()) return
    const outcome = await run({ q })
    if (outcome.ok) startOpening(() => router.push(diagnosisHref(outcome.data), { scroll: false }))
  }

  return (
    <search className="mb-8 block">
      <form method="post" onSubmit={submit} className="flex flex-wrap gap-2">
        <div className="relative w-[30rem] max-md:min-w-0 max-md:flex-1">
          <Search
            aria-hidden
            className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-secondary"
          />
          <input
            type="search"
            name="q"
            aria-label={t("label")}
            aria-describedby="why-note"
            placeholder={t("label")}
            data-search
            required
            maxLength={254}
            autoComplete="off"
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: the page is this one box until something was looked up
            autoFocus={autoFocus}
            className={cn(controlStyle, "h-11 pl-9")}
          />
        </div>
        <Button type="submit" variant="primary" pending={pending || isOpening} className="h-11 max-md:h-11">
          {t("submit")}
        </Button>
        {refusal && (
          <div className="basis-full">
            <FormError refusal={refusal} />
          </div>
        )}
      </form>
      <p id="why-note" className="mt-1.5 text-13 text-secondary">
        {t("note")}
      </p>
    </search>
  )
}
