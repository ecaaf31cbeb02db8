import type { Locale } from "./locale"
import enFiles from "./messages/en/files.json"
import enTill from "./messages/en/till.json"
import frFiles from "./messages/fr/files.json"
import frTill from "./messages/fr/till.json"

/*
 * Sentences that are read without next-intl: a till gets a thousand answers a second. Not part of `messages`, which the
 * portal sends to the browser.
 */

/** What a till shows its cashier, and what an order's answer says. */
export const tillMessages: Record<Locale, typeof frTill> = { fr: frTill, en: enTill }

/** Titles, words and names of the files that a spreadsheet opens. */
export const fileMessages: Record<Locale, typeof frFiles> = { fr: frFiles, en: enFiles }

/** Puts values into a sentence: `{name}` stands for `values.name`. */
export const fillIn = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (slot, name) => String(values[name] ?? slot))
