"use client"
import { useTranslations } from "next-intl"
import { createContext, type ReactNode, useContext, useState } from "react"

/** `holder`: the location that has it. */
export type StoreChoice = { slug: string; name: string; isGone: boolean; holder: string | null }

const Choices = createContext<StoreChoice[]>([])

/** Sends the merchant's stores to the browser once, however many pickers are on the page. */
export function StoreChoices({ choices, children }: { choices: StoreChoice[]; children: ReactNode }) {
  return <Choices value={choices}>{children}</Choices>
}

/** More options than this are made when somebody opens the list, not for every row of the page. */
const MOST_READY = 100

/**
 * What a location may choose from: free stores and its own. Others say who has them.
 * @returns the options, and what to call when somebody is about to open the list
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
