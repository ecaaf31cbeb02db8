"use client"
import { RotateCw } from "lucide-react"
import type { ReactNode } from "react"
import { type Toasts, useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import type { Action } from "@/lib/action"

/** A button that asks Pongo something, with Pongo's refusal below it. */
export function AskPongo<Data>({
  action,
  done,
  children,
}: {
  action: Action<Record<string, never>, Data>
  done: Toasts<Record<string, never>, Data>["done"]
  children: ReactNode
}) {
  const { run, pending, refusal } = useAction(action, { done })
  return (
    <div className="max-w-72">
      <Button size="small" pending={pending} onClick={() => run({})}>
        <RotateCw aria-hidden />
        {children}
      </Button>
      <p role="alert" className="mt-1 text-13 text-failed empty:hidden">
        {refusal?.sentence}
      </p>
    </div>
  )
}
