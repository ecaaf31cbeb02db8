"use client"
import { ChevronsUpDown } from "lucide-react"
import { useTranslations } from "next-intl"
import { startTransition } from "react"
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu"

type Merchant = { id: string; name: string }

/** Whose data is on the page; a menu only for those who work for several merchants. */
export function MerchantSwitcher({
  merchant,
  merchants,
  onSwitchMerchant,
}: {
  merchant: Merchant
  merchants: Merchant[]
  onSwitchMerchant: (merchantId: string) => Promise<void>
}) {
  const t = useTranslations("shell")
  if (merchants.length < 2) return <p className="truncate px-2 py-1.5 font-medium">{merchant.name}</p>
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`${t("switchMerchant")}, ${merchant.name}`}
        className="flex w-full min-w-0 items-center gap-2 rounded-control px-2 py-1.5 text-left font-medium hover:bg-wash data-[state=open]:bg-wash"
      >
        <span className="min-w-0 flex-1 truncate">{merchant.name}</span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-secondary" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-60">
        <DropdownMenuLabel>{t("switchMerchant")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={merchant.id}
          onValueChange={(id) => startTransition(() => onSwitchMerchant(id))}
        >
          {merchants.map(({ id, name }) => (
            <DropdownMenuRadioItem key={id} value={id}>
              <span className="truncate">{name}</span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
