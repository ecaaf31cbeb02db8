/** The columns a row may have, and the gain of each. */
export type Choices = { columns: ArrayLike<number>; gains: ArrayLike<number> }

/**
 * The one-to-one assignment with the greatest total, by shortest augmenting paths over the given pairs. Never makes a
 * pair whose gain is not above 0. Yields after each row, for callers that share an event loop.
 * @returns the column of each row, -1 for none. O(rows · pairs · log pairs) at worst; a row's path seldom leaves its
 * neighbourhood.
 */
export function* assign(choices: Choices[], columnCount: number): Generator<void, Int32Array> {
  const rows = choices.length
  // Each row also gets a column of its own, worth 0, which means unassigned.
  const columns = columnCount + rows
  const rowPrice = new Float64Array(rows)
  const columnPrice = new Float64Array(columns)
  const holder = new Int32Array(columns).fill(-1)
  const distance = new Float64Array(columns).fill(Number.POSITIVE_INFINITY)
  const reachedFrom = new Int32Array(columns)
  const isSettled = new Uint8Array(columns)
  const chosen = new Int32Array(rows).fill(-1)
  const own = (row: number) => columnCount + row
  for (let start = 0; start < rows; start++) {
    const heap = new Heap(distance)
    const reached: number[] = []
    const settled: number[] = []
    const offer = (row: number, column: number, gain: number, base: number) => {
      const length = base - gain - rowPrice[row]! - columnPrice[column]!
      if (isSettled[column] || length >= distance[column]!) return
      if (distance[column] === Number.POSITIVE_INFINITY) reached.push(column)
      distance[column] = length
      reachedFrom[column] = row
      heap.push(column, length)
    }
    let row = start
    let base = 0
    let end = -1
    while (end < 0) {
      const { columns: open, gains } = choices[row]!
      for (let k = 0; k < open.length; k++) if (gains[k]! > 0) offer(row, open[k]!, gains[k]!, base)
      offer(row, own(row), 0, base)
      const nearest = heap.pop(isSettled)
      if (holder[nearest]! < 0) end = nearest
      else {
        isSettled[nearest] = 1
        settled.push(nearest)
        base = distance[nearest]!
        row = holder[nearest]!
      }
    }
    const total = distance[end]!
    rowPrice[start]! += total
    for (const column of settled) {
      const slack = total - distance[column]!
      rowPrice[holder[column]!]! += slack
      columnPrice[column]! -= slack
    }
    for (let column = end; ; ) {
      const taker = reachedFrom[column]!
      const given = chosen[taker]!
      holder[column] = taker
      chosen[taker] = column
      if (taker === start) break
      column = given
    }
    for (const column of reached) {
      distance[column] = Number.POSITIVE_INFINITY
      isSettled[column] = 0
    }
    yield
  }
  return chosen.map((column) => (column < columnCount ? column : -1))
}

/** Priority queue of columns, nearest first, ties by lowest index. May contain a column twice, at two distances. */
class Heap {
  private readonly columns: number[] = []
  private readonly lengths: number[] = []
  constructor(private readonly distance: Float64Array) {}

  push(column: number, length: number): void {
    let at = this.columns.length
    this.columns.push(column)
    this.lengths.push(length)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.isBefore(at, parent)) return
      this.swap(at, parent)
      at = parent
    }
  }

  /** @returns the nearest unsettled column; one always exists, because a row can stay unassigned */
  pop(isSettled: Uint8Array): number {
    for (;;) {
      const [column, length] = [this.columns[0]!, this.lengths[0]!]
      this.swap(0, this.columns.length - 1)
      this.columns.pop()
      this.lengths.pop()
      this.sink()
      if (!isSettled[column] && length === this.distance[column]) return column
    }
  }

  private sink(): void {
    for (let at = 0; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.columns.length && this.isBefore(child, least)) least = child
      if (least === at) return
      this.swap(at, least)
      at = least
    }
  }

  private isBefore(a: number, b: number): boolean {
    const byLength = this.lengths[a]! - this.lengths[b]!
    return byLength < 0 || (byLength === 0 && this.columns[a]! < this.columns[b]!)
  }

  private swap(a: number, b: number): void {
    const [column, length] = [this.columns[a]!, this.lengths[a]!]
    this.columns[a] = this.columns[b]!
    this.lengths[a] = this.lengths[b]!
    this.columns[b] = column
    this.lengths[b] = length
  }
}
