"use client"
import { useTranslations } from "next-intl"
import { createContext, type ReactNode, useContext, useState } from "react"

/** `holder`: the location mapped to it. */
export type StoreChoice = { slug: string; name: string; isGone: boolean; holder: string | null }

const Choices = createContext<StoreChoice[]>([])

/** Sends the merchant's stores to the browser once for all pickers on the page. */
export function StoreChoices({ choices, children }: { choices: StoreChoice[]; children: ReactNode }) {
  return <Choices value={choices}>{children}</Choices>
}

/** Longer lists are built when the picker opens, not for every row of the page. */
const MOST_READY = 100

/**
 * The stores a location may choose: free ones and its own. Taken stores show their holder.
 * @returns the options, and a callback to call before the list opens
 */
export function useStoreOptions(current: string, chosen: string) {
  const t = useTranslations("locations")
  const choices = useContext(Choices)
  const [isOpened, setOpened] = useState(false)
  const isReady = isOpened || choices.length <= MOST_READY
  const listed = isReady ? choices : choices.filter(({ slug }) => slug === current || slug === chosen)
  const options = listed
    .filter(({ slug, isGone }) => !isGone || slug === current)
    .map(({ slug, name, isGone, holder }) => {
      if (isGone) return { slug, label: t("gone", { store: name }), isDisabled: true }
      if (holder !== null && slug !== current)
        return { slug, label: t("takenBy", { store: name, location: holder }), isDisabled: true }
      return { slug, label: name, isDisabled: false }
    })
  return { options, open: () => setOpened(true) }
}
