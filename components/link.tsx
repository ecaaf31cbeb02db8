"use client"
import NextForm from "next/form"
import NextLink from "next/link"
import { useRouter as useNextRouter, usePathname } from "next/navigation"
import { type ComponentProps, createContext, type ReactNode, useContext, useMemo } from "react"
import { isPortalPath, merchantHref, type OtherPath, type PortalPath, withoutMerchant } from "@/lib/address"

const Merchant = createContext<string | null>(null)

/** Binds every link and action inside to the merchant with this slug. */
export function MerchantProvider({ slug, children }: { slug: string; children: ReactNode }) {
  return <Merchant value={slug}>{children}</Merchant>
}

/** The slug of the merchant this part of the page was rendered for; null outside the portal. */
export const useMerchant = (): string | null => useContext(Merchant)

/** A page of the current merchant, or a page outside any merchant. */
export type Href = PortalPath | OtherPath

const hrefFor = (merchant: string | null, href: Href): string =>
  merchant !== null && isPortalPath(href) ? merchantHref(merchant, href) : href

/** `next/link` within the current merchant. Two tabs can show two merchants. */
export function Link({ href, ...rest }: Omit<ComponentProps<typeof NextLink>, "href"> & { href: Href }) {
  return <NextLink href={hrefFor(useMerchant(), href)} {...rest} />
}

/** A link to a file of the current merchant, without prefetch. */
export function FileLink({ href, ...rest }: Omit<ComponentProps<"a">, "href"> & { href: PortalPath }) {
  return <a href={hrefFor(useMerchant(), href)} download {...rest} />
}

/** `next/form` within the current merchant: a GET form, so that a search has an address. */
export function Form({
  action,
  ...rest
}: Omit<ComponentProps<typeof NextForm>, "action"> & { action: Href }) {
  return <NextForm action={hrefFor(useMerchant(), action)} {...rest} />
}

/** Next's `useRouter` within the current merchant. */
export function useRouter() {
  const router = useNextRouter()
  const merchant = useMerchant()
  return useMemo(
    () => ({
      push: (href: Href, options?: { scroll?: boolean }) => router.push(hrefFor(merchant, href), options),
      replace: (href: Href, options?: { scroll?: boolean }) =>
        router.replace(hrefFor(merchant, href), options),
      refresh: () => router.refresh(),
      /** Opens a new tab. */
      open: (href: Href) => window.open(hrefFor(merchant, href), "_blank", "noopener"),
    }),
    [router, merchant],
  )
}

/** The current path without its merchant, such as `/orders`. */
export const usePortalPath = (): string => withoutMerchant(usePathname())
