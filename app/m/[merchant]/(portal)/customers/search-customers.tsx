"use client"
import { Search } from "lucide-react"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Link, useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { controlStyle } from "@/components/ui/input"
import { cn } from "@/lib/cn"
import { search } from "./actions"

type Found = { id: string; name: string | null; phone: string | null }[]

/** Finds one customer and opens their page. What was typed stays out of the address: it is a phone or an e-mail. */
export function SearchCustomers() {
  const t = useTranslations("customers")
  const router = useRouter()
  const [found, setFound] = useState<Found>()
  const { run, pending, refusal } = useAction(search)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const q = String(new FormData(event.currentTarget).get("q"))
    if (!q.trim()) return
    const outcome = await run({ q })
    if (!outcome.ok) return setFound(undefined)
    const [only, ...others] = outcome.data
    if (only && others.length === 0) router.push(`/customers/${only.id}`)
    else setFound(outcome.data)
  }

  return (
    <div className="mb-4">
      <search>
        <form method="post" onSubmit={submit} className="flex flex-wrap gap-2">
          <div className="relative w-96 max-md:min-w-0 max-md:flex-1">
            <Search
              aria-hidden
              className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-secondary"
            />
            <input
              type="search"
              name="q"
              aria-label={t("search.label")}
              placeholder={t("search.label")}
              data-search
              required
              maxLength={254}
              autoComplete="off"
              spellCheck={false}
              onChange={() => setFound(undefined)}
              className={cn(controlStyle, "h-9 pl-8 max-md:h-10")}
            />
          </div>
          <Button type="submit" pending={pending}>
            {t("search.submit")}
          </Button>
          {refusal && (
            <div className="basis-full">
              <FormError refusal={refusal} />
            </div>
          )}
        </form>
      </search>
      <div role="status" className="mt-2 max-w-prose text-pretty empty:hidden">
        {found && found.length === 0 && <p>{t("search.none")}</p>}
        {found && found.length > 0 && (
          <>
            <p>{t("search.several", { count: found.length })}</p>
            <ul className="mt-1">
              {found.map(({ id, name, phone }) => (
                <li key={id}>
                  <Link href={`/customers/${id}`} className="text-accent underline-offset-2 hover:underline">
                    {[name ?? t("unnamed"), phone].filter(Boolean).join(" · ")}
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}
