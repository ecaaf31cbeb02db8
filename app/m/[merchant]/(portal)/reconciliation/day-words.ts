import { formattingTag } from "@/lib/i18n/locale"

/** Dates without a time zone: format them in UTC, as they were parsed. */
const STYLES: Record<"long" | "short" | "date", Intl.DateTimeFormatOptions> = {
  long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  short: { weekday: "short", day: "numeric", month: "short" },
  date: { day: "numeric", month: "short" },
}

/** A business day in words: `vendredi 27 novembre 2026`, `ven. 27 nov.`, `27 nov.`. @param day `YYYY-MM-DD` */
export function dayInWords(day: string, locale: string, style: keyof typeof STYLES): string {
  const words = new Intl.DateTimeFormat(formattingTag(locale), { ...STYLES[style], timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  )
  return style === "date" ? words : words.charAt(0).toUpperCase() + words.slice(1)
}
