"use client"
import { type ReactNode, useEffect, useRef } from "react"
import { cn } from "@/lib/cn"
import { Button } from "./button"
import { SecretOnce } from "./secret-once"

/** Shows a newly created secret once: what to do with it, and a button that dismisses it. */
export function SecretPanel({
  secret,
  name = secret.label,
  hint,
  copiedLabel,
  onCopied,
  className,
  children,
}: {
  secret: { label: string; value: string }
  /** Accessible name of the panel. */
  name?: string
  hint: string
  copiedLabel: string
  onCopied: () => void
  className?: string
  children?: ReactNode
}) {
  const here = useRef<HTMLElement>(null)
  // Take focus after the dialog has returned it to its trigger.
  useEffect(() => {
    const timer = setTimeout(() => here.current?.focus(), 50)
    return () => clearTimeout(timer)
  }, [])
  return (
    <section
      ref={here}
      tabIndex={-1}
      aria-label={name}
      className={cn("mb-8 space-y-3 outline-none", className)}
    >
      <SecretOnce {...secret} />
      {children}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-prose text-13 text-secondary">{hint}</p>
        <Button onClick={onCopied}>{copiedLabel}</Button>
      </div>
    </section>
  )
}
