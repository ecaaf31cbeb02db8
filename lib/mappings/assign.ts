/**
 * The one-to-one assignment with the greatest total, by shortest augmenting paths (Kuhn–Munkres). A pair whose gain is
 * not above 0 is never made.
 * @param gains `gains[row][column]`, all rows of one length
 * @returns the column of each row, -1 for none. O(rows² · (rows + columns)).
 */
export function assign(gains: number[][]): number[] {
  const rows = gains.length
  // One column of its own for each row, worth 0: to stay alone.
  const columns = (gains[0]?.length ?? 0) + rows
  const given = columns - rows
  const cost = (row: number, column: number) => (column < given ? -Math.max(gains[row]![column]!, -1e9) : 0)
  const rowPrice = new Float64Array(rows + 1)
  const columnPrice = new Float64Array(columns + 1)
  /** The row (from 1) that holds a column (from 1), 0 for none. */
  const holder = new Int32Array(columns + 1)
  const way = new Int32Array(columns + 1)
  for (let row = 1; row <= rows; row++) {
    holder[0] = row
    let column = 0
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY)
    const isSeen = new Uint8Array(columns + 1)
    do {
      isSeen[column] = 1
      const from = holder[column]!
      let step = Number.POSITIVE_INFINITY
      let next = 0
      for (let j = 1; j <= columns; j++) {
        if (isSeen[j]) continue
        const reduced = cost(from - 1, j - 1) - rowPrice[from]! - columnPrice[j]!
        if (reduced < least[j]!) {
          least[j] = reduced
          way[j] = column
        }
        if (least[j]! < step) {
          step = least[j]!
          next = j
        }
      }
      for (let j = 0; j <= columns; j++)
        if (isSeen[j]) {
          rowPrice[holder[j]!]! += step
          columnPrice[j]! -= step
        } else least[j]! -= step
      column = next
    } while (holder[column] !== 0)
    do {
      const previous = way[column]!
      holder[column] = holder[previous]!
      column = previous
    } while (column !== 0)
  }
  const result = Array.from({ length: rows }, () => -1)
  for (let j = 1; j <= given; j++) {
    const row = holder[j]! - 1
    if (row >= 0 && gains[row]![j - 1]! > 0) result[row] = j - 1
  }
  return result
}
