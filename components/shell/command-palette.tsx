"use client"
import { Command } from "cmdk"
import { CommandIcon, Search } from "lucide-react"
import { useTranslations } from "next-intl"
import { Dialog as Radix } from "radix-ui"
import { useEffect, useState, useSyncExternalStore } from "react"
import { type Href, useRouter } from "@/components/link"
import { scrimStyle } from "@/components/ui/dialog"
import { Kbd } from "@/components/ui/kbd"
import { cn } from "@/lib/cn"
import type { NavigationItem } from "./navigation"

const ITEM =
  "flex h-10 cursor-pointer items-center gap-3 rounded-control px-3 data-[selected=true]:bg-wash [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-secondary"
const GROUP =
  "[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-secondary"

/**
 * Opens with ⌘K or Ctrl K from anywhere: go to a page, or search the orders.
 * @param search.run returns whether it leads to a page; otherwise `refused` says why
 */
export function CommandPalette({
  items,
  search,
  className,
}: {
  items: NavigationItem[]
  search: { run: (q: string) => Promise<boolean>; isPending: boolean; refused: string | undefined }
  className?: string
}) {
  const t = useTranslations("shell.palette")
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState("")

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return
      event.preventDefault()
      setOpen((shown) => !shown)
    }
    document.addEventListener("keydown", onKeyDown)
    return () => document.removeEventListener("keydown", onKeyDown)
  }, [])

  const toggle = (next: boolean) => {
    setOpen(next)
    if (!next) setQuery("")
  }
  const go = (href: Href) => {
    toggle(false)
    router.push(href)
  }
  const typed = query.trim()

  return (
    <Radix.Root open={open} onOpenChange={toggle}>
      <Trigger className={className} />
      <Radix.Portal>
        <Radix.Overlay className={scrimStyle} />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed left-1/2 top-[12vh] z-50 w-[calc(100vw-2rem)] max-w-[36rem] -translate-x-1/2 overflow-hidden rounded-card bg-surface shadow-float outline-none enter-rise"
        >
          <Radix.Title className="sr-only">{t("title")}</Radix.Title>
          <Command label={t("title")} filter={matchesLabel} loop>
            <div className="flex items-center gap-3 border-b px-4">
              <Search aria-hidden className="size-4 shrink-0 text-secondary" />
              <Command.Input
                value={query}
                onValueChange={setQuery}
                placeholder={t("placeholder")}
                className="h-12 w-full bg-transparent text-16 outline-none"
              />
              <Kbd className="max-md:hidden">esc</Kbd>
            </div>
            <Command.List className="max-h-[50vh] overflow-y-auto p-1">
              {!typed && <Command.Empty className="px-3 py-6 text-secondary">{t("empty")}</Command.Empty>}
              <Command.Group heading={t("pages")} className={GROUP}>
                {items.map((item) => (
                  <Command.Item
                    key={item.href}
                    value={item.href}
                    keywords={[item.label]}
                    onSelect={() => go(item.href)}
                    className={ITEM}
                  >
                    {item.icon}
                    {item.label}
                  </Command.Item>
                ))}
              </Command.Group>
              {typed && (
                <Command.Group heading={t("search")} className={GROUP} forceMount>
                  <Command.Item
                    value="search-orders"
                    forceMount
                    disabled={search.isPending}
                    onSelect={async () => {
                      if (await search.run(typed)) toggle(false)
                    }}
                    className={ITEM}
                  >
                    <Search aria-hidden />
                    <span className="truncate">{t("searchOrders", { query: typed })}</span>
                  </Command.Item>
                  {search.refused && (
                    <p role="alert" className="px-3 py-2 text-13 text-failed">
                      {search.refused}
                    </p>
                  )}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Trigger({ className }: { className: string | undefined }) {
  const t = useTranslations("shell.palette")
  const apple = useSyncExternalStore(neverChanges, isApple, () => false)
  return (
    <Radix.Trigger
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-control border border-edge bg-surface px-2 text-13 text-secondary hover:border-secondary",
        className,
      )}
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left max-md:sr-only">{t("open")}</span>
      <span aria-hidden className="flex gap-0.5 max-md:hidden">
        <Kbd>{apple ? <CommandIcon className="size-3" /> : "Ctrl"}</Kbd>
        <Kbd>K</Kbd>
      </span>
    </Radix.Trigger>
  )
}

const neverChanges = () => () => {}
const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform)

const fold = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()

/** "reco" matches "Récompenses". Only labels match, never addresses. */
function matchesLabel(_href: string, search: string, labels: string[] = []) {
  const wanted = fold(search.trim())
  return labels.some((label) => fold(label).includes(wanted)) ? 1 : 0
}
