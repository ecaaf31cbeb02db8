import fc from "fast-check"
import { expect, test } from "vitest"
import { assign, type Choices } from "./assign"

function assigned(choices: Choices[], columnCount: number): number[] {
  const steps = assign(choices, columnCount)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return [...value]
  }
}

const worth = (choices: Choices[], columns: number[]) =>
  columns.reduce((sum, column, row) => {
    const { columns: open, gains } = choices[row]!
    const at = [...Array.from(open)].indexOf(column)
    return column < 0 ? sum : sum + gains[at]!
  }, 0)

/** The greatest total, by brute force. */
function best(choices: Choices[], row = 0, taken: readonly number[] = []): number {
  if (row === choices.length) return 0
  const { columns, gains } = choices[row]!
  let most = best(choices, row + 1, taken)
  for (let k = 0; k < columns.length; k++)
    if (gains[k]! > 0 && !taken.includes(columns[k]!))
      most = Math.max(most, gains[k]! + best(choices, row + 1, [...taken, columns[k]!]))
  return most
}

const choicesOf = (columnCount: number) =>
  fc
    .uniqueArray(fc.nat(columnCount - 1), { maxLength: columnCount })
    .chain((columns) =>
      fc
        .array(fc.integer({ min: -3, max: 9 }), { minLength: columns.length, maxLength: columns.length })
        .map((gains) => ({ columns, gains })),
    )

test("no other assignment of the same pairs scores more, no column is used twice, no pair without gain is made", () => {
  fc.assert(
    fc.property(fc.array(choicesOf(5), { minLength: 1, maxLength: 6 }), (choices) => {
      const columns = assigned(choices, 5)
      const given = columns.filter((column) => column >= 0)
      expect(new Set(given).size).toBe(given.length)
      for (const [row, column] of columns.entries())
        if (column >= 0) {
          const { columns: open, gains } = choices[row]!
          expect(gains[Array.from(open).indexOf(column)]).toBeGreaterThan(0)
        }
      expect(worth(choices, columns)).toBe(best(choices))
    }),
    { numRuns: 500 },
  )
})

test("a row gives up its best column when that raises the total", () => {
  const choices = [
    { columns: [0, 1], gains: [5, 4] },
    { columns: [0], gains: [5] },
  ]
  expect(assigned(choices, 2)).toEqual([1, 0])
})
