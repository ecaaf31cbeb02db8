"use client"
import NextForm from "next/form"
import NextLink from "next/link"
import { useRouter as useNextRouter, usePathname } from "next/navigation"
import { type ComponentProps, createContext, type ReactNode, useContext, useMemo } from "react"
import { isPortalPath, merchantHref, type OtherPath, type PortalPath, withoutMerchant } from "@/lib/address"

const Merchant = createContext<string | null>(null)

/** Every link and action inside belongs to the merchant with this slug. */
export function MerchantProvider({ slug, children }: { slug: string; children: ReactNode }) {
  return <Merchant value={slug}>{children}</Merchant>
}

/** The slug of the merchant that this part of the page was rendered for; null outside the portal. */
export const useMerchant = (): string | null => useContext(Merchant)

/** A page of the merchant shown, or one that belongs to none. */
export type Href = PortalPath | OtherPath

const hrefFor = (merchant: string | null, href: Href): string =>
  merchant !== null && isPortalPath(href) ? merchantHref(merchant, href) : href

/** `next/link` within the merchant shown: two tabs can show two merchants. */
export function Link({ href, ...rest }: Omit<ComponentProps<typeof NextLink>, "href"> & { href: Href }) {
  return <NextLink href={hrefFor(useMerchant(), href)} {...rest} />
}

/** A link to a file of the merchant shown. It is never fetched ahead. */
export function FileLink({ href, ...rest }: Omit<ComponentProps<"a">, "href"> & { href: PortalPath }) {
  return <a href={hrefFor(useMerchant(), href)} download {...rest} />
}

/** `next/form` within the merchant shown: a GET form, so a search is an address. */
export function Form({
  action,
  ...rest
}: Omit<ComponentProps<typeof NextForm>, "action"> & { action: Href }) {
  return <NextForm action={hrefFor(useMerchant(), action)} {...rest} />
}

/** `useRouter` of next within the merchant shown. */
export function useRouter() {
  const router = useNextRouter()
  const merchant = useMerchant()
  return useMemo(
    () => ({
      push: (href: Href, options?: { scroll?: boolean }) => router.push(hrefFor(merchant, href), options),
      replace: (href: Href, options?: { scroll?: boolean }) =>
        router.replace(hrefFor(merchant, href), options),
      refresh: () => router.refresh(),
      /** In a tab of its own. */
      open: (href: Href) => window.open(hrefFor(merchant, href), "_blank", "noopener"),
    }),
    [router, merchant],
  )
}

/** The page shown, without its merchant: `/orders`. */
export const usePortalPath = (): string => withoutMerchant(usePathname())
