"use server"
import { operatorAction } from "@/lib/action"
import { actFor, inviteMerchants } from "@/lib/operators/mutations"
import { acting, invitedMerchants } from "@/lib/operators/schema"

export const comeTo = operatorAction(acting, actFor)
export const invite = operatorAction(invitedMerchants, inviteMerchants)
