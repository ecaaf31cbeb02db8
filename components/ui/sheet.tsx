"use client"
import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { DialogHeader, scrimStyle } from "./dialog"

export const Sheet = Radix.Root
export const SheetTrigger = Radix.Trigger

/** A panel that slides up on a phone and leaves part of the page visible. */
export function SheetContent({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={scrimStyle} />
      <Radix.Content
        className="fixed inset-x-0 bottom-0 z-50 flex max-h-[85vh] flex-col rounded-t-card bg-surface pb-[env(safe-area-inset-bottom)] shadow-float outline-none enter-rise"
        aria-describedby={undefined}
      >
        <DialogHeader title={title} className="pb-4 max-md:px-4" />
        <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-6 max-md:px-4">{children}</div>
      </Radix.Content>
    </Radix.Portal>
  )
}
