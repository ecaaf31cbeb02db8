"use server"
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { switchMerchant } from "@/lib/auth/session"

/** Looks at another merchant, from its overview: what was open belongs to the one left. */
export async function chooseMerchant(merchantId: string): Promise<void> {
  await switchMerchant(merchantId)
  revalidatePath("/", "layout")
  redirect("/")
}
