import type { Locale } from "./locale"
import enFiles from "./messages/en/files.json"
import enTill from "./messages/en/till.json"
import frFiles from "./messages/fr/files.json"
import frTill from "./messages/fr/till.json"

/*
 * Messages read without next-intl, because tills get a thousand answers a second. Not part of `messages`, which the
 * portal sends to the browser.
 */

/** The cashier's sentences, and the texts of an order's answer. */
export const tillMessages: Record<Locale, typeof frTill> = { fr: frTill, en: enTill }

/** Titles, words and names in files for spreadsheets. */
export const fileMessages: Record<Locale, typeof frFiles> = { fr: frFiles, en: enFiles }

/** Inserts values into a sentence: `{name}` becomes `values.name`. */
export const fillIn = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (slot, name) => String(values[name] ?? slot))
