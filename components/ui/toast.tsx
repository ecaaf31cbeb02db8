"use client"
import { CircleAlert, CircleCheck, X } from "lucide-react"
import { useTranslations } from "next-intl"
import { Toast as Radix } from "radix-ui"
import { useSyncExternalStore } from "react"
import { cn } from "@/lib/cn"
import { buttonStyle } from "./button"

export type ToastMessage = {
  tone?: "neutral" | "delivered" | "failed"
  title: string
  description?: string
  action?: { label: string; run: () => void }
}
type Shown = ToastMessage & { id: number }

const KEPT = 3
const NONE: Shown[] = []
let messages = NONE
let lastId = 0
const listeners = new Set<() => void>()

function publish(next: Shown[]) {
  messages = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * Confirms an action in the corner of the page for 5 seconds, or 10 with an `action`, which undoes it. Never the only
 * place for a message.
 */
export function toast(message: ToastMessage) {
  lastId += 1
  publish([...messages.slice(1 - KEPT), { ...message, id: lastId }])
}

/** Renders the toasts. Used once, in the root layout. */
export function Toaster() {
  const t = useTranslations("common")
  const shown = useSyncExternalStore(
    subscribe,
    () => messages,
    () => undefined,
  )
  const close = (id: number) => publish(messages.filter((message) => message.id !== id))

  // Radix puts a style attribute in server-rendered HTML, which a strict policy forbids.
  if (!shown) return null
  return (
    <Radix.Provider label={t("notifications")} swipeDirection="right">
      {shown.map((message) => (
        <Radix.Root
          key={message.id}
          duration={message.action ? 10_000 : 5_000}
          onOpenChange={(open) => !open && close(message.id)}
          className="flex items-start gap-3 rounded-card bg-surface py-3 pl-4 pr-2 shadow-float enter-rise"
        >
          {message.tone && message.tone !== "neutral" && <ToneIcon tone={message.tone} />}
          <div className="min-w-0 flex-1 self-center">
            <Radix.Title className="font-medium">{message.title}</Radix.Title>
            {message.description && (
              <Radix.Description className="text-13 text-secondary">{message.description}</Radix.Description>
            )}
          </div>
          {message.action && (
            <Radix.Action
              altText={message.action.label}
              onClick={message.action.run}
              className={buttonStyle({ size: "small" })}
            >
              {message.action.label}
            </Radix.Action>
          )}
          <Radix.Close
            aria-label={t("actions.close")}
            className={cn(buttonStyle({ variant: "ghost", size: "icon-small" }), "text-secondary")}
          >
            <X aria-hidden />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed bottom-4 right-4 z-[60] flex w-[calc(100vw-2rem)] max-w-96 flex-col gap-2 outline-none max-md:bottom-20" />
    </Radix.Provider>
  )
}

function ToneIcon({ tone }: { tone: "delivered" | "failed" }) {
  const Icon = tone === "delivered" ? CircleCheck : CircleAlert
  return (
    <Icon
      aria-hidden
      className={cn("mt-2 size-4 shrink-0", tone === "delivered" ? "text-delivered" : "text-failed")}
    />
  )
}
