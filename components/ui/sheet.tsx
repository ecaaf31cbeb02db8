"use client"
import { X } from "lucide-react"
import { useTranslations } from "next-intl"
import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { cn } from "@/lib/cn"
import { buttonStyle } from "./button"
import { scrimStyle } from "./dialog"

export const Sheet = Radix.Root
export const SheetTrigger = Radix.Trigger
export const SheetClose = Radix.Close

/** A panel that comes from the right, or from below on a phone, and leaves the page in sight. */
export function SheetContent({
  title,
  description,
  footer,
  side = "right",
  children,
}: {
  title: ReactNode
  description?: ReactNode
  footer?: ReactNode
  side?: "right" | "bottom"
  children: ReactNode
}) {
  const t = useTranslations("common.actions")
  return (
    <Radix.Portal>
      <Radix.Overlay className={scrimStyle} />
      <Radix.Content
        className={cn(
          "fixed z-50 flex flex-col bg-surface shadow-float outline-none",
          side === "right" && "inset-y-0 right-0 w-full max-w-form enter-right",
          side === "bottom" &&
            "inset-x-0 bottom-0 max-h-[85vh] rounded-t-card pb-[env(safe-area-inset-bottom)] enter-rise",
        )}
        {...(description ? {} : { "aria-describedby": undefined })}
      >
        <header className="flex items-start gap-4 px-6 pb-4 pt-5 max-md:px-4">
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-16 font-medium">{title}</Radix.Title>
            {description && (
              <Radix.Description className="mt-1 text-secondary">{description}</Radix.Description>
            )}
          </div>
          <Radix.Close
            className={cn(
              buttonStyle({ variant: "ghost", size: "icon-small" }),
              "-mr-2 -mt-1 text-secondary",
            )}
            aria-label={t("close")}
          >
            <X aria-hidden />
          </Radix.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-6 max-md:px-4">{children}</div>
        {footer && (
          <footer className="flex justify-end gap-2 border-t px-6 py-4 max-md:px-4">{footer}</footer>
        )}
      </Radix.Content>
    </Radix.Portal>
  )
}
