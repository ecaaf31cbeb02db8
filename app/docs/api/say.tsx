import { Fragment } from "react"

/** A sentence in which `backquotes` mean code. */
export function Say({ sentence }: { sentence: string }) {
  return sentence.split("`").map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name
    <Fragment key={index}>{index % 2 ? <code>{part}</code> : part}</Fragment>
  ))
}
