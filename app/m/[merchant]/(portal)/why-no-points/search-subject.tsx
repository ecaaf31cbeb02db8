"use client"
import { useTranslations } from "next-intl"
import { SearchForm } from "@/app/search-form"
import { useRouter } from "@/components/link"
import { find } from "./actions"
import { diagnosisHref } from "./address"

/** The search box. The query stays in it and out of the address. */
export function SearchSubject({ autoFocus }: { autoFocus: boolean }) {
  const t = useTranslations("diagnosis.search")
  const router = useRouter()
  return (
    <div className="mb-8">
      <SearchForm
        size="large"
        className="w-[30rem] max-md:min-w-0 max-md:flex-1"
        label={t("label")}
        aria-describedby="why-note"
        submitLabel={t("submit")}
        required
        // Until something is looked up, this box is the whole page.
        autoFocus={autoFocus}
        action={find}
        onFound={(subject) => router.push(diagnosisHref(subject), { scroll: false })}
      />
      <p id="why-note" className="mt-1.5 text-13 text-secondary">
        {t("note")}
      </p>
    </div>
  )
}
