"use server"
import { action } from "@/lib/action"
import { apiKeyId, newTestTill } from "@/lib/api-keys/schema"
import { closeTestTill, openTestTill } from "@/lib/api-keys/test-till"
import { alsoActing } from "@/lib/auth/ctx"

export const openTill = action(newTestTill, "manager", openTestTill)
export const closeTill = action(apiKeyId, alsoActing("manager"), closeTestTill)
