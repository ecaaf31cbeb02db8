import { Fragment } from "react"

/** Renders text in `backquotes` as code. */
export function Say({ sentence }: { sentence: string }) {
  return sentence.split("`").map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other identity
    <Fragment key={index}>{index % 2 ? <code>{part}</code> : part}</Fragment>
  ))
}
