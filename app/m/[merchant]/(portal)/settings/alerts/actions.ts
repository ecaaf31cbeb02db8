"use server"
import { action } from "@/lib/action"
import {
  addEndpoint,
  changeAlertPreferences,
  changeHeldHours,
  removeEndpoint,
  resendAlert,
  sendTestMail,
  sendTestWebhook,
} from "@/lib/alerts/mutations"
import {
  alertPreferences,
  deliveryId,
  endpointId,
  heldHours,
  newEndpoint,
  noInput,
} from "@/lib/alerts/schema"
import { alsoActing } from "@/lib/auth/ctx"

export const changePreferences = action(alertPreferences, "viewer", changeAlertPreferences)
export const changeHours = action(heldHours, "manager", changeHeldHours)
export const add = action(newEndpoint, "owner", addEndpoint)
export const remove = action(endpointId, "owner", removeEndpoint)
export const tryMail = action(noInput, "viewer", (ctx) => sendTestMail(ctx))
export const tryEndpoint = action(endpointId, "owner", sendTestWebhook)
export const resend = action(deliveryId, alsoActing("manager"), resendAlert)
