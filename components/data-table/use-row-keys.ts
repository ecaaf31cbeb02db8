import { type RefObject, useEffect } from "react"

const TYPING =
  "input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu]"

/**
 * Keyboard shortcuts of a list: j and k move through the rows, x selects the focused row, / focuses the search box.
 * Enter opens the row because focus is on its link. If a page has several tables, the keys act on the focused one,
 * otherwise on the first.
 */
export function useRowKeys(table: RefObject<HTMLTableElement | null>) {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return
      const focused = document.activeElement
      if (focused?.closest(TYPING) || !table.current) return

      if (event.key === "/") {
        const search = document.querySelector<HTMLInputElement>("[data-search]")
        if (!search) return
        event.preventDefault()
        search.focus()
        search.select()
        return
      }

      const owner = focused?.closest("table[data-row-keys]") ?? document.querySelector("table[data-row-keys]")
      if (owner !== table.current) return
      const rows = [...table.current.querySelectorAll<HTMLElement>("tr[data-row]")]
      const at = rows.findIndex((row) => row.contains(focused))
      if (event.key === "j" || event.key === "k") {
        const row = rows[at < 0 ? 0 : at + (event.key === "j" ? 1 : -1)]
        const target = row?.querySelector<HTMLElement>("[data-row-link]") ?? row
        if (!target) return
        event.preventDefault()
        target.focus()
      }
      if (event.key === "x") rows[at]?.querySelector<HTMLInputElement>("[data-row-select]")?.click()
    }

    document.addEventListener("keydown", onKeyDown)
    return () => document.removeEventListener("keydown", onKeyDown)
  }, [table])
}
