import { Search } from "lucide-react"
import { Form, type Href } from "@/components/link"
import { cn } from "@/lib/cn"
import { controlStyle } from "./input"
import { Kbd } from "./kbd"

/**
 * The search box of a list: a GET form, so a search is an address. `keep` holds the filters that stay. The key `/`
 * focuses it where a DataTable is on the page.
 */
export function SearchField({
  action,
  name = "q",
  label,
  defaultValue,
  keep = {},
  className,
}: {
  action: Href
  name?: string
  label: string
  defaultValue?: string
  keep?: Record<string, string | undefined>
  className?: string
}) {
  return (
    <Form
      action={action}
      scroll={false}
      role="search"
      className={cn("relative w-72 max-md:w-full", className)}
    >
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-secondary"
      />
      <input
        key={defaultValue}
        type="search"
        name={name}
        aria-label={label}
        placeholder={label}
        defaultValue={defaultValue}
        data-search
        autoComplete="off"
        spellCheck={false}
        className={cn(controlStyle, "peer h-8 pl-8 pr-8 text-13 max-md:h-10")}
      />
      <Kbd className="pointer-events-none absolute inset-y-0 right-2 my-auto peer-focus:hidden max-md:hidden">
        /
      </Kbd>
      {Object.entries(keep).map(
        ([key, value]) => value && <input key={key} type="hidden" name={key} value={value} />,
      )}
    </Form>
  )
}
