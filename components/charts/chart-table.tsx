import { ChevronRight } from "lucide-react"
import type { ReactNode } from "react"

/** The chart's figures as a table folded below it, for screen readers and for exact numbers. */
export function ChartTable({
  summary,
  caption,
  head,
  rows,
}: {
  summary: string
  caption: string
  /** The first column holds the row names. */
  head: ReactNode[]
  rows: { key: string; cells: ReactNode[] }[]
}) {
  return (
    <details className="group mt-2 text-13">
      <summary className="inline-flex items-center gap-1 rounded-control text-secondary hover:text-ink">
        <ChevronRight aria-hidden className="size-4 group-open:rotate-90" />
        {summary}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="mt-2 max-h-80 overflow-auto" aria-label={caption} tabIndex={0}>
        <table className="w-full">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 bg-paper">
            <tr className="border-b text-left text-secondary">
              {head.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity
                <th key={index} scope="col" className="py-1 pr-4 font-normal not-first:text-right">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells: [name, ...figures] }) => (
              <tr key={key} className="border-b">
                <th scope="row" className="whitespace-nowrap py-1 pr-4 text-left font-normal">
                  {name}
                </th>
                {figures.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: same
                  <td key={index} className="py-1 pr-4 text-right">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
