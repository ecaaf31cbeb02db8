"use server"
import { operatorAction } from "@/lib/action"
import { actFor, inviteMerchants, inviteOwner, withdrawInvitation } from "@/lib/operators/mutations"
import { acting, invitedMerchants, invitedOwner, merchantId } from "@/lib/operators/schema"

export const comeTo = operatorAction(acting, actFor)
export const invite = operatorAction(invitedMerchants, inviteMerchants)
export const inviteAgain = operatorAction(invitedOwner, inviteOwner)
export const withdraw = operatorAction(merchantId, withdrawInvitation)
