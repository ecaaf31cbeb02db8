"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { closeTestTill, openTestTill, resumeTestTill } from "@/lib/test-till/mutations"
import { newTestTill, testTillId } from "@/lib/test-till/schema"

export const openTill = action(newTestTill, "manager", openTestTill)
export const resumeTill = action(testTillId, "manager", resumeTestTill)
export const closeTill = action(testTillId, alsoActing("manager"), closeTestTill)
