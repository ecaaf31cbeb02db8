import { Form, type Href } from "@/components/link"
import { cn } from "@/lib/cn"
import { SearchInput } from "./search-input"

/** A list's search box: a GET form, so that a search has an address. `keep` holds the other filters. */
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
    <Form action={action} scroll={false} role="search" className={cn("w-72 max-md:w-full", className)}>
      <SearchInput key={defaultValue} size="small" name={name} label={label} defaultValue={defaultValue} />
      {Object.entries(keep).map(
        ([key, value]) => value && <input key={key} type="hidden" name={key} value={value} />,
      )}
    </Form>
  )
}
