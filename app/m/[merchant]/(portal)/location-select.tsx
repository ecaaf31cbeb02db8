"use client"
import { useTranslations } from "next-intl"
import { type ComponentProps, useEffect, useRef, useState } from "react"
import { useAction } from "@/app/use-action"
import { SearchInput } from "@/components/ui/search-input"
import { Select } from "@/components/ui/select"
import { MAX_LISTED } from "@/lib/locations/schema"
import { find } from "./locations/actions"

export type Place = { id: string; ref: string; name: string }

const PAUSE_MS = 300

/** The locations to choose from: the first ones by name, or those that a search found. */
export function usePlaces(first: Place[]) {
  const { run } = useAction(find)
  const [places, setPlaces] = useState(first)
  const typed = useRef("")
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const search = (q: string) => {
    typed.current = q
    clearTimeout(timer.current)
    timer.current = setTimeout(async () => {
      const outcome = await run({ q })
      if (outcome.ok && typed.current === q) setPlaces(outcome.data)
    }, PAUSE_MS)
  }
  return { places, search, isCut: first.length >= MAX_LISTED }
}

/** Chooses one of {@link usePlaces}; where there are more than are listed, a search above narrows them down. */
export function LocationSelect({
  choice: { places, search, isCut },
  none,
  ...control
}: ComponentProps<typeof Select> & {
  choice: ReturnType<typeof usePlaces>
  /** What it says while no location is chosen; without it, one always is. */
  none?: string
}) {
  const t = useTranslations("common")
  return (
    <div className="grid gap-2">
      {isCut && (
        <SearchInput
          size="medium"
          label={t("findLocation")}
          onChange={(event) => search(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
      )}
      <Select {...control}>
        {none !== undefined && <option value="">{none}</option>}
        {places.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  )
}
