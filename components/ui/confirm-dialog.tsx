"use client"
import { useTranslations } from "next-intl"
import { AlertDialog } from "radix-ui"
import { type ReactNode, useState, useTransition } from "react"
import { Banner } from "./banner"
import { Button } from "./button"
import { panelStyle, scrimStyle } from "./dialog"

/**
 * Asks for confirmation before an action that affects others. `consequence` says what will happen and to how many; the
 * button's label is the verb, never "OK". Stays open with the reason if the action is refused.
 */
export function ConfirmDialog({
  trigger,
  title,
  consequence,
  confirmLabel,
  tone = "primary",
  onConfirm,
  children,
}: {
  trigger: ReactNode
  title: ReactNode
  consequence: ReactNode
  confirmLabel: ReactNode
  tone?: "primary" | "danger"
  onConfirm: () => Promise<{ ok: true } | { ok: false; refusal: { sentence: string } }>
  children?: ReactNode
}) {
  const t = useTranslations("common.actions")
  const [open, setOpen] = useState(false)
  const [error, setError] = useState<string>()
  const [pending, startTransition] = useTransition()

  const confirm = () =>
    startTransition(async () => {
      const outcome = await onConfirm()
      if (outcome.ok) setOpen(false)
      else setError(outcome.refusal.sentence)
    })

  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={(next) => {
        setError(undefined)
        setOpen(next)
      }}
    >
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={scrimStyle} />
        <AlertDialog.Content className={panelStyle}>
          <div className="min-h-0 overflow-y-auto px-6 pt-5">
            <AlertDialog.Title className="text-16 font-medium">{title}</AlertDialog.Title>
            <AlertDialog.Description asChild>
              <div className="mt-2 text-secondary">{consequence}</div>
            </AlertDialog.Description>
            {children && <div className="mt-5">{children}</div>}
            {error && (
              <div role="alert" className="mt-5">
                <Banner tone="failed">{error}</Banner>
              </div>
            )}
          </div>
          <footer className="flex flex-wrap justify-end gap-2 px-6 py-5">
            <AlertDialog.Cancel asChild>
              <Button disabled={pending}>{t("cancel")}</Button>
            </AlertDialog.Cancel>
            <Button variant={tone} pending={pending} onClick={confirm}>
              {confirmLabel}
            </Button>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
