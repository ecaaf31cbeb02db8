import { Search } from "lucide-react"
import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"
import { controlStyle } from "./input"
import { Kbd } from "./kbd"

const SIZE = {
  small: "peer h-8 pl-8 pr-8 text-13 max-md:h-10",
  medium: "h-9 pl-8 max-md:h-10",
  large: "h-11 pl-9",
}

/**
 * A search input with its label inside. The small one, above a list, shows the `/` shortcut on pages with a DataTable.
 */
export function SearchInput({
  size,
  label,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "size" | "type"> & { size: keyof typeof SIZE; label: string }) {
  return (
    <div className={cn("relative", className)}>
      <Search
        aria-hidden
        className={cn(
          "pointer-events-none absolute inset-y-0 my-auto size-4 text-secondary",
          size === "large" ? "left-3" : "left-2.5",
        )}
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        data-search
        autoComplete="off"
        spellCheck={false}
        className={cn(controlStyle, SIZE[size])}
        {...rest}
      />
      {size === "small" && (
        <Kbd className="pointer-events-none absolute inset-y-0 right-2 my-auto peer-focus:hidden max-md:hidden">
          /
        </Kbd>
      )}
    </div>
  )
}
