"use client"
import { Bookmark, Check, ChevronDown } from "lucide-react"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { ordersHref } from "@/app/m/[merchant]/(portal)/orders/address"
import { Link } from "@/components/link"
import { Button } from "@/components/ui/button"
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu"
import type { OrderSelection } from "@/lib/orders/schema"
import { ManageViewsDialog } from "./manage-views-dialog"
import { SaveViewDialog } from "./save-view-dialog"

export type ShownView = {
  id: string
  name: string
  filters: OrderSelection
  isShared: boolean
  /** Whether the person may rename and delete it. */
  isTheirs: boolean
}

/** The saved views above the log: open one, save the current filters, manage views. */
export function ViewsMenu({
  views,
  activeId,
  filters,
  mayKeep,
  mayShare,
}: {
  views: ShownView[]
  /** The open view. Its filters may have changed since. */
  activeId?: string
  filters: OrderSelection
  /** Whether the person may save views. */
  mayKeep: boolean
  mayShare: boolean
}) {
  const t = useTranslations("orders.views")
  const [dialog, setDialog] = useState<"save" | "manage">()
  const here = ordersHref(filters)
  const isAsSaved = (view: ShownView) => ordersHref(view.filters) === here
  const active = views.find(({ id }) => id === activeId) ?? views.find(isAsSaved)
  const isFiltered = here !== ordersHref()

  const group = (label: string, kept: ShownView[]) =>
    kept.length > 0 && (
      <>
        <DropdownMenuLabel>{label}</DropdownMenuLabel>
        {kept.map((view) => (
          <DropdownMenuItem key={view.id} asChild>
            <Link
              href={ordersHref({ ...view.filters, view: view.id })}
              scroll={false}
              aria-current={view === active || undefined}
            >
              <span className="min-w-0 flex-1 truncate">{view.name}</span>
              {view === active && <Check aria-hidden className="text-accent!" />}
            </Link>
          </DropdownMenuItem>
        ))}
      </>
    )

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button className="max-w-64">
            <Bookmark aria-hidden />
            <span className="truncate">{active?.name ?? t("menu")}</span>
            {active && !isAsSaved(active) && <span className="text-secondary">{t("changed")}</span>}
            <ChevronDown aria-hidden className="text-secondary" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-72">
          {views.length === 0 && <p className="px-2 py-2 text-13 text-secondary">{t("none")}</p>}
          {group(
            t("mine"),
            views.filter((view) => !view.isShared),
          )}
          {group(
            t("shared"),
            views.filter((view) => view.isShared),
          )}
          {(isFiltered || views.length > 0) && <DropdownMenuSeparator />}
          {mayKeep && isFiltered && !views.some(isAsSaved) && (
            <DropdownMenuItem onSelect={() => setDialog("save")}>{t("save")}</DropdownMenuItem>
          )}
          {(isFiltered || active) && (
            <DropdownMenuItem asChild>
              <Link href="/orders" scroll={false}>
                {t("all")}
              </Link>
            </DropdownMenuItem>
          )}
          {mayKeep && views.length > 0 && (
            <DropdownMenuItem onSelect={() => setDialog("manage")}>{t("manage")}</DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <SaveViewDialog
        open={dialog === "save"}
        onOpenChange={(open) => setDialog(open ? "save" : undefined)}
        filters={filters}
        mayShare={mayShare}
      />
      <ManageViewsDialog
        open={dialog === "manage"}
        onOpenChange={(open) => setDialog(open ? "manage" : undefined)}
        views={views}
        mayShare={mayShare}
      />
    </>
  )
}
