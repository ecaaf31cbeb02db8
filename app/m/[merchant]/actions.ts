"use server"
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { requireOperator } from "@/lib/auth/session"
import { stopActing } from "@/lib/operators/mutations"

/** Ends the operator's session at this merchant. A plain form posts here; anybody else gets a 404. */
export async function leaveMerchant(merchantId: string): Promise<void> {
  await stopActing(await requireOperator(), merchantId)
  revalidatePath("/", "layout")
  redirect("/operator")
}
