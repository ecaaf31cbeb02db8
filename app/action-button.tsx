"use client"
import type { ComponentProps } from "react"
import { type Toasts, useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import type { Action } from "@/lib/action"

/** A button that calls a server action without confirmation. Toasts report the result. */
export function ActionButton<Input, Data>({
  action,
  input,
  done,
  failed = true,
  onDone,
  pending = false,
  ...button
}: {
  action: Action<Input, Data>
  input: Input
  onDone?: (data: Data) => void
} & Toasts<Input, Data> &
  Omit<ComponentProps<typeof Button>, "onClick">) {
  const { run, pending: isRunning } = useAction(action, { done, failed })

  async function press() {
    const outcome = await run(input)
    if (outcome.ok) onDone?.(outcome.data)
  }

  return <Button {...button} pending={pending || isRunning} onClick={press} />
}
