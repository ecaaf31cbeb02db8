import { cn } from "@/lib/cn"
import type { features } from "./columns"

type Meta = (typeof features)["columnMeta"]

const FROM = { xl: "lg:max-xl:hidden", laptop: "lg:max-[90rem]:hidden" }

const MOBILE = {
  primary: "max-lg:order-1 max-lg:min-w-0 max-lg:flex-1 max-lg:truncate",
  trailing: "max-lg:relative max-lg:order-2",
  secondary: "max-lg:order-4 max-lg:min-w-0 max-lg:truncate max-lg:text-13 max-lg:text-secondary",
  line: "max-lg:order-5 max-lg:min-w-0 max-lg:basis-full max-lg:truncate max-lg:text-13 max-lg:text-secondary",
  hidden: "max-lg:hidden",
}

/** Headings stay visible while rows scroll under them. */
export function headerStyle(meta?: Meta) {
  return cn(
    "h-9 whitespace-nowrap border-b px-3 align-middle text-12 font-normal text-secondary lg:sticky lg:top-0 lg:z-10 lg:bg-paper",
    meta?.numeric && "text-right",
    meta?.from && FROM[meta.from],
  )
}

export function cellStyle(meta: Meta | undefined, compact: boolean) {
  return cn(
    "whitespace-nowrap px-3 lg:border-b max-lg:p-0 empty:max-lg:hidden",
    compact ? "lg:h-8 lg:text-13" : "lg:h-10",
    meta?.numeric && "text-right",
    meta?.grow && "lg:w-full lg:max-w-0 xl:min-w-36 lg:truncate",
    meta?.from && FROM[meta.from],
    meta && MOBILE[meta.mobile],
    // On a phone a dot ends each of these but the last: a line that wraps never begins with one.
    meta?.mobile === "secondary" &&
      "second-line max-lg:[&:has(~.second-line:not(:empty))]:after:ml-2 max-lg:[&:has(~.second-line:not(:empty))]:after:content-['·']",
  )
}

export function rowStyle(row: { isLink: boolean; isSelectable: boolean; isSelected: boolean }) {
  return cn(
    "group/row -outline-offset-2 transition-colors duration-100 hover:bg-wash has-[[data-row-link]:focus-visible]:bg-accent-soft has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:outline-accent",
    "max-lg:relative max-lg:flex max-lg:flex-wrap max-lg:items-center max-lg:gap-x-2 max-lg:gap-y-0.5 max-lg:border-b max-lg:py-3 max-lg:before:order-3 max-lg:before:basis-full max-lg:hover:bg-transparent",
    row.isLink && "cursor-pointer",
    row.isSelectable && "max-lg:pl-8",
    row.isSelected &&
      "bg-accent-soft hover:bg-accent-soft max-lg:hover:bg-accent-soft max-lg:shadow-[-1rem_0_var(--accent-soft),1rem_0_var(--accent-soft)]",
  )
}
