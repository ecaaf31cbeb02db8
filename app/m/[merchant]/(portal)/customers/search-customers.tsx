"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { SearchForm } from "@/app/search-form"
import { Link, useRouter } from "@/components/link"
import { search } from "./actions"

type Found = { id: string; name: string | null; phone: string | null }[]

/** Finds one customer and opens their page. The query, a phone or an e-mail, stays out of the address. */
export function SearchCustomers() {
  const t = useTranslations("customers")
  const router = useRouter()
  const [found, setFound] = useState<Found>()
  return (
    <div className="mb-4">
      <SearchForm
        size="medium"
        className="w-96 max-md:min-w-0 max-md:flex-1"
        label={t("search.label")}
        submitLabel={t("search.submit")}
        required
        action={search}
        onForget={() => setFound(undefined)}
        onFound={(customers) => {
          const [only, ...others] = customers
          if (only && others.length === 0) router.push(`/customers/${only.id}`)
          else setFound(customers)
        }}
      />
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
