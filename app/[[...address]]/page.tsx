import { notFound, redirect } from "next/navigation"
import { isPortalPath, merchantHref } from "@/lib/address"
import { lastMerchant, requireSignedIn } from "@/lib/auth/session"

/**
 * Redirects an address without a merchant, such as `/` or an old bookmark of `/orders/12`, to the merchant the person
 * opened last, among those they belong to.
 */
export default async function AddressWithoutMerchant({ params, searchParams }: PageProps<"/[[...address]]">) {
  const [{ address = [] }, search] = await Promise.all([params, searchParams])
  const path = `/${address.join("/")}`
  if (!isPortalPath(path)) notFound()
  const signedIn = await requireSignedIn()
  const merchant = lastMerchant(signedIn)
  if (!merchant) redirect(signedIn.isOperator ? "/operator" : "/no-merchant")
  redirect(merchantHref(merchant.slug, path) + queryOf(search))
}

function queryOf(search: Record<string, string | string[] | undefined>): string {
  const query = new URLSearchParams(
    Object.entries(search).flatMap(([name, values]) =>
      [values ?? []].flat().map((value): [string, string] => [name, value]),
    ),
  )
  return query.size > 0 ? `?${query}` : ""
}
