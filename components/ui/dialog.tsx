"use client"
import { X } from "lucide-react"
import { useTranslations } from "next-intl"
import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { cn } from "@/lib/cn"
import { buttonStyle } from "./button"

export const Dialog = Radix.Root
export const DialogTrigger = Radix.Trigger
export const DialogClose = Radix.Close

/** On the layer of the panels: a second dialog opens later in the document, so its scrim dims the first one. */
export const scrimStyle = "fixed inset-0 z-50 bg-scrim enter-fade"
export const panelStyle =
  "fixed left-1/2 top-[12vh] z-50 flex max-h-[76vh] w-[calc(100vw-2rem)] max-w-form -translate-x-1/2 flex-col rounded-card bg-surface shadow-float outline-none enter-rise"

/** The dialog's panel: title, description, content, and buttons at the bottom right. */
export function DialogContent({
  title,
  description,
  footer,
  children,
}: {
  title: ReactNode
  description?: ReactNode
  footer?: ReactNode
  children?: ReactNode
}) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={scrimStyle} />
      <Radix.Content className={panelStyle} {...(description ? {} : { "aria-describedby": undefined })}>
        <DialogHeader title={title} description={description} />
        {children && <div className="min-h-0 flex-1 overflow-y-auto px-6 pt-5">{children}</div>}
        <footer className="flex flex-wrap justify-end gap-2 px-6 pb-5 pt-5">{footer}</footer>
      </Radix.Content>
    </Radix.Portal>
  )
}

/** Title of a panel, with its close button. */
export function DialogHeader({
  title,
  description,
  className,
}: {
  title: ReactNode
  description?: ReactNode
  className?: string
}) {
  const t = useTranslations("common.actions")
  return (
    <header className={cn("flex items-start gap-4 px-6 pt-5", className)}>
      <div className="min-w-0 flex-1">
        <Radix.Title className="text-16 font-medium">{title}</Radix.Title>
        {description && (
          <Radix.Description className="mt-1 text-pretty text-secondary">{description}</Radix.Description>
        )}
      </div>
      <Radix.Close
        className={cn(buttonStyle({ variant: "ghost", size: "icon-small" }), "-mr-2 -mt-1 text-secondary")}
        aria-label={t("close")}
      >
        <X aria-hidden />
      </Radix.Close>
    </header>
  )
}
