"use server"
import { action } from "@/lib/action"
import { exportCustomer } from "@/lib/privacy/export"
import { eraseCustomer, revealCustomer } from "@/lib/privacy/mutations"
import { customerRef } from "@/lib/privacy/schema"

export const reveal = action(customerRef, "manager", revealCustomer)
export const exportData = action(customerRef, "owner", async (ctx, input) =>
  JSON.stringify(await exportCustomer(ctx, input), null, 2),
)
export const erase = action(customerRef, "owner", eraseCustomer)
