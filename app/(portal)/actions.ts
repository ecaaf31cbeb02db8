"use server"
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { operatorOrThrow, switchMerchant } from "@/lib/auth/session"
import { stopActing } from "@/lib/operators/mutations"

/** Looks at another merchant, from its overview: what was open belongs to the one left. */
export async function chooseMerchant(merchantId: string): Promise<void> {
  await switchMerchant(merchantId)
  revalidatePath("/", "layout")
  redirect("/")
}

/** An operator leaves the merchant they acted for. */
export async function leaveMerchant(): Promise<void> {
  await stopActing(await operatorOrThrow())
  revalidatePath("/", "layout")
  redirect("/operator")
}
