"use client"
import { useTranslations } from "next-intl"
import { AlertDialog } from "radix-ui"
import { useSyncExternalStore } from "react"
import { Button } from "./ui/button"
import { panelStyle, scrimStyle } from "./ui/dialog"

let isShown = false
const listeners = new Set<() => void>()

function show(next: boolean) {
  isShown = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Announces, above any dialog, that the page is older than the server, and offers to reload it. */
export const announceNewVersion = () => show(true)

/** Shows the announcement. Rendered once, in the root layout. */
export function NewVersion() {
  const t = useTranslations("common.newVersion")
  const open = useSyncExternalStore(
    subscribe,
    () => isShown,
    () => false,
  )
  return (
    <AlertDialog.Root open={open} onOpenChange={show}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={scrimStyle} />
        <AlertDialog.Content className={panelStyle}>
          <div className="min-h-0 overflow-y-auto px-6 pt-5">
            <AlertDialog.Title className="text-16 font-medium">{t("title")}</AlertDialog.Title>
            <AlertDialog.Description className="mt-2 text-secondary">{t("body")}</AlertDialog.Description>
          </div>
          <footer className="flex flex-wrap justify-end gap-2 px-6 py-5">
            <AlertDialog.Cancel asChild>
              <Button>{t("later")}</Button>
            </AlertDialog.Cancel>
            <ReloadButton />
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

/** Reloads the page with the server's current version. */
export function ReloadButton() {
  const t = useTranslations("common.newVersion")
  return (
    <Button variant="primary" onClick={() => window.location.reload()}>
      {t("reload")}
    </Button>
  )
}
