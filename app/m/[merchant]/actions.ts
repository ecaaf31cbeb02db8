"use server"
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { operatorOrThrow } from "@/lib/auth/session"
import { stopActing } from "@/lib/operators/mutations"

/** An operator leaves the merchant they acted for. */
export async function leaveMerchant(): Promise<void> {
  await stopActing(await operatorOrThrow())
  revalidatePath("/", "layout")
  redirect("/operator")
}
