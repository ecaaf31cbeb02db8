const MOST = 64

type Row = { order_id: string }

type Entry<Of, Result> = {
  row: Of
  settle: (result: Result | undefined) => void
  fail: (error: unknown) => void
}

/**
 * Batches the rows of many lanes into one statement. Rows collect while a statement runs, so a busy worker writes many
 * orders per commit and a quiet one never waits. If a batch fails, its rows run one by one, so a bad row fails alone.
 * @param run the statement; returns its result for each order, by id
 * @returns the result of `run` for the row; undefined when it did nothing for its order
 */
export function gather<Of extends Row, Result>(
  run: (rows: Of[]) => Promise<Map<string, Result>>,
): (row: Of) => Promise<Result | undefined> {
  const waiting: Entry<Of, Result>[] = []
  let isRunning = false

  const settled = async (batch: Entry<Of, Result>[]): Promise<boolean> => {
    try {
      const results = await run(batch.map(({ row }) => row))
      for (const { row, settle } of batch) settle(results.get(row.order_id))
      return true
    } catch (error) {
      if (batch.length === 1) batch[0]!.fail(error)
      return batch.length === 1
    }
  }

  const drain = async () => {
    isRunning = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST)
      if (!(await settled(batch))) for (const entry of batch) await settled([entry])
    }
    isRunning = false
  }

  return (row) =>
    new Promise((settle, fail) => {
      waiting.push({ row, settle, fail })
      if (!isRunning) void drain()
    })
}
