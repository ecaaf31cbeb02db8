import { Fragment } from "react"
import french from "./in-french.json"

/** A sentence of the document in the reader's language; the document itself is in English. */
export function inLanguage(sentence: string, locale: string): string {
  return locale === "fr" ? ((french as Record<string, string>)[sentence] ?? sentence) : sentence
}

/** A sentence in which `backquotes` mean code. */
export function Say({ sentence, locale }: { sentence: string; locale: string }) {
  return inLanguage(sentence, locale)
    .split("`")
    .map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name
      <Fragment key={index}>
        {index % 2 ? <code className="font-mono text-[0.92em]">{part}</code> : part}
      </Fragment>
    ))
}
