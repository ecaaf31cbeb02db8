import { invitedMerchants } from "@/lib/operators/schema"

const line = invitedMerchants.shape.merchants.element

/**
 * Reads one merchant per line: `name; e-mail` as typed, or tab- or comma-separated as a spreadsheet pastes it.
 * @returns the merchants, and the 1-based numbers of invalid lines
 */
export function parseList(text: string) {
  const merchants: { name: string; email: string }[] = []
  const wrongLines: number[] = []
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    if (written.trim() === "") continue
    const cut = written.match(/^(.*\S)\s*[;,\t]\s*(\S+)\s*$/)
    const parsed = line.safeParse({ name: cut?.[1], email: cut?.[2] })
    if (parsed.success) merchants.push(parsed.data)
    else wrongLines.push(index + 1)
  }
  return { merchants, wrongLines }
}
