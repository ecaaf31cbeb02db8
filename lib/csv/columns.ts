/** What the file calls each of our columns; the first writing that the file has wins. */
export type ColumnNames<Column extends string> = Record<Column, readonly string[]>

/**
 * Finds our columns in a header, whatever its language, case, accents and punctuation.
 * @returns where each column stands, and the positions that are none of ours
 */
export function findColumns<Column extends string>(
  header: readonly string[],
  names: ColumnNames<Column>,
): { at: Partial<Record<Column, number>>; ignored: number[] } {
  const folded = header.map(foldHeader)
  const at: Partial<Record<Column, number>> = {}
  for (const column in names) {
    const position = names[column].map((name) => folded.indexOf(foldHeader(name))).find((found) => found >= 0)
    if (position !== undefined) at[column] = position
  }
  const taken = new Set(Object.values(at))
  return { at, ignored: header.flatMap((name, index) => (taken.has(index) || !name.trim() ? [] : [index])) }
}

const foldHeader = (name: string) =>
  name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase()
