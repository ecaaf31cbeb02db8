"use client"
import { useLocale, useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Input } from "@/components/ui/input"
import { formatMoney } from "@/lib/money"
import { OptionsDialog } from "./options-dialog"
import { addProduct } from "./ticket"
import type { ShelfProduct } from "./till"
import type { OpenTicket } from "./use-ticket"

const SHOWN = 24

/** The products sold here. One with paid options asks for them first. */
export function Shelf({
  shelf,
  open: { edit },
  money: { currency },
}: {
  shelf: ShelfProduct[]
  open: OpenTicket
  money: { currency: string }
}) {
  const t = useTranslations("testTill.order")
  const locale = useLocale()
  const [search, setSearch] = useState("")
  const found = shelf.filter(({ name, sku }) =>
    `${name} ${sku}`.toLowerCase().includes(search.trim().toLowerCase()),
  )
  if (shelf.length === 0) return <p className="text-secondary">{t("noProducts")}</p>
  return (
    <>
      <Input
        aria-label={t("search")}
        placeholder={t("search")}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        className="mb-3"
      />
      <div className="flex max-h-64 flex-wrap gap-2 overflow-y-auto p-0.5">
        {found.slice(0, SHOWN).map((product) => {
          const add = (options: Parameters<typeof addProduct>[2] = []) =>
            edit(({ lines }) => ({ lines: addProduct(lines, product, options) }))
          const label = (
            <>
              {product.name}{" "}
              <span className="font-normal text-secondary">
                {formatMoney(product.price_cents, currency, locale)}
              </span>
            </>
          )
          return product.has_paid_options ? (
            <OptionsDialog
              key={product.sku}
              name={product.name}
              onSubmit={add}
              trigger={<Button size="small">{label}</Button>}
            />
          ) : (
            <Button key={product.sku} size="small" onClick={() => add()}>
              {label}
            </Button>
          )
        })}
        {found.length > SHOWN && (
          <p className="self-center text-13 text-secondary">{t("more", { count: found.length - SHOWN })}</p>
        )}
      </div>
    </>
  )
}
