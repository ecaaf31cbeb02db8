/** Possible titles of each of our columns. The first one in the file wins. */
export type ColumnNames<Column extends string> = Record<Column, readonly string[]>

/**
 * Finds our columns in a header, ignoring language, case, accents and punctuation.
 * @returns the position of each column, and the positions of unknown columns
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
