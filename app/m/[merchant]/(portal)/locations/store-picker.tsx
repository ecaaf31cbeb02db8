"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { Select } from "@/components/ui/select"
import { map, unmap } from "./actions"
import { useStoreOptions } from "./store-choices"

const setStore: typeof map = (merchant, { locationId, storeSlug }) =>
  storeSlug ? map(merchant, { locationId, storeSlug }) : unmap(merchant, { locationId })

/**
 * Chooses the store of a location; one press saves it, another undoes it. A selection alone saves nothing: moving
 * through the list with the arrow keys must not reroute orders.
 * @param current the mapped store, `""` for none
 * @param suggestion the store selected at first, and the reason in words
 * @param canRestore whether the current store can be chosen again; false once Pongo no longer has it
 */
export function StorePicker({
  locationId,
  location,
  current,
  suggestion,
  canRestore,
  heldOrders,
  isConnected,
}: {
  locationId: string
  location: string
  current: string
  suggestion?: { storeSlug: string; why: string }
  canRestore: boolean
  heldOrders: number
  isConnected: boolean
}) {
  const t = useTranslations("locations")
  // undefined until the person chooses, so that a later suggestion cannot replace their choice.
  const [picked, setPicked] = useState<string>()
  const chosen = picked ?? suggestion?.storeSlug ?? current
  const { options, open } = useStoreOptions(current, chosen)
  const isChanged = chosen !== current
  const isSuggested = chosen === suggestion?.storeSlug

  const storeName = options.find(({ slug }) => slug === chosen)?.label ?? chosen
  const { run, pending, refusal, forget } = useStoreChange({
    ...{ locationId, location, current, chosen, storeName, canRestore },
    follows: !isConnected
      ? t("saved.blocked")
      : heldOrders > 0
        ? t("saved.leaving", { count: heldOrders })
        : undefined,
  })

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isChanged) run({ locationId, storeSlug: chosen })
  }

  return (
    <form onSubmit={submit}>
      <div className="flex gap-2">
        <Select
          className="min-w-0 flex-1"
          aria-label={t("store", { location })}
          aria-describedby={
            refusal ? `refusal-${locationId}` : suggestion ? `suggestion-${locationId}` : undefined
          }
          aria-invalid={refusal ? true : undefined}
          value={chosen}
          onFocus={open}
          onPointerDown={open}
          onChange={(event) => {
            forget()
            setPicked(event.target.value)
          }}
        >
          <option value="">{current ? t("none") : t("choose")}</option>
          {options.map(({ slug, label, isDisabled }) => (
            <option key={slug} value={slug} disabled={isDisabled}>
              {label}
            </option>
          ))}
        </Select>
        {(isChanged || !current) && (
          <Button
            type="submit"
            variant={isSuggested ? "secondary" : "primary"}
            pending={pending}
            disabled={!isChanged}
          >
            {t(current ? (chosen ? "actions.change" : "actions.unmap") : "actions.map")}
          </Button>
        )}
      </div>
      {suggestion && isSuggested && !refusal && (
        <p id={`suggestion-${locationId}`} className="mt-1.5 text-13 text-secondary">
          {suggestion.why}
        </p>
      )}
      {refusal && (
        <p id={`refusal-${locationId}`} role="alert" className="mt-1.5 text-13 text-failed">
          {refusal.sentence}
        </p>
      )}
    </form>
  )
}

/** Saves the chosen store, says what follows, and offers to undo it. */
function useStoreChange(change: {
  locationId: string
  location: string
  current: string
  chosen: string
  storeName: string
  canRestore: boolean
  follows: string | undefined
}) {
  const t = useTranslations("locations")
  const { locationId, location, current, chosen, storeName, canRestore, follows } = change
  const undoing = useAction(setStore, {
    done: { title: t("saved.undone") },
    failed: t("saved.notSaved", { location }),
  })
  return useAction(setStore, {
    done: () => ({
      ...(chosen
        ? {
            tone: "delivered",
            title: t("saved.mapped", { location, store: storeName }),
            description: follows,
          }
        : { title: t("saved.unmapped", { location }), description: t("saved.unmappedHint") }),
      action: canRestore
        ? { label: t("actions.undo"), run: () => undoing.run({ locationId, storeSlug: current }) }
        : undefined,
    }),
  })
}
