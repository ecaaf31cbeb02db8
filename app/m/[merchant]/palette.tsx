"use client"
import type { ComponentProps } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { CommandPalette } from "@/components/shell/command-palette"
import { search } from "./(portal)/orders/actions"
import { ordersHref } from "./(portal)/orders/address"

/** Searches orders by POST, like the log's own box: a phone never appears in an address. */
export function Palette({ items }: Pick<ComponentProps<typeof CommandPalette>, "items">) {
  const { run, pending, refusal } = useAction(search)
  const router = useRouter()
  async function show(q: string) {
    const outcome = await run({ q })
    if (outcome.ok) router.push(ordersHref(outcome.data))
    return outcome.ok
  }
  return (
    <CommandPalette
      items={items}
      search={{ run: show, isPending: pending, refused: refusal?.sentence }}
      className="mt-5 w-full"
    />
  )
}
