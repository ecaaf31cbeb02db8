import { invitedMerchants } from "@/lib/operators/schema"

const line = invitedMerchants.shape.merchants.element

/**
 * A merchant a line, `name; e-mail` as typed, or as a spreadsheet pastes it (tab, comma).
 * @returns the merchants, and the numbers of the lines that are none, 1 being the first
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
