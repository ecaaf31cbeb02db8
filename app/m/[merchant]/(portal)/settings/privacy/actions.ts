"use server"
import { action } from "@/lib/action"
import { changePrivacySettings } from "@/lib/privacy/mutations"
import { privacySettings } from "@/lib/privacy/schema"

export const change = action(privacySettings, "owner", changePrivacySettings)
