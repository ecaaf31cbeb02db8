import { notFound } from "next/navigation"
import { cache } from "react"
import { requireMember } from "@/lib/auth/session"
import { findCustomer } from "@/lib/customers/list"
import { customerRef } from "@/lib/privacy/schema"

/** Another merchant's customer is like one that does not exist. */
export const customerOrNotFound = cache(async (merchant: string, id: string) => {
  if (!customerRef.safeParse({ id }).success) notFound()
  return (await findCustomer(await requireMember({ merchant }), id)) ?? notFound()
})
