import { useLocale } from "next-intl"
import { cn } from "@/lib/cn"
import { setLocale } from "./preference-actions"

const LANGUAGES = [
  { locale: "fr", name: "Français" },
  { locale: "en", name: "English" },
]

/** Language switch for pages outside the portal (sign-in, invitation). Works without JavaScript. */
export function LanguageSwitch({ className }: { className?: string }) {
  const current = useLocale()
  return (
    <div className={cn("flex gap-3 text-13", className)}>
      {LANGUAGES.map(({ locale, name }) => (
        <form key={locale} action={setLocale.bind(null, locale)}>
          <button
            type="submit"
            lang={locale}
            aria-current={locale === current || undefined}
            className={cn(
              "rounded-control py-1",
              locale === current ? "text-ink" : "text-secondary hover:text-ink",
            )}
          >
            {name}
          </button>
        </form>
      ))}
    </div>
  )
}
