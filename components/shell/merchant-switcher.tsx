"use client"
import { Check, ChevronsUpDown } from "lucide-react"
import { useTranslations } from "next-intl"
import { Link } from "@/components/link"
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu"
import { merchantHref } from "@/lib/address"

type Merchant = { slug: string; name: string }

/** The current merchant's name, or a menu of links for people with several merchants. */
export function MerchantSwitcher({ merchant, merchants }: { merchant: Merchant; merchants: Merchant[] }) {
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
        {merchants.map(({ slug, name }) => (
          <DropdownMenuItem key={slug} asChild>
            <Link
              href={merchantHref(slug, "/")}
              prefetch={false}
              aria-current={slug === merchant.slug || undefined}
            >
              <span className="min-w-0 flex-1 truncate">{name}</span>
              {slug === merchant.slug && <Check aria-hidden className="text-accent!" />}
            </Link>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
