"use server"
import { headers } from "next/headers"
import { z } from "zod"
import { askToChangeEmail, changePassword, endOneSession, endOtherSessions } from "@/lib/account/mutations"
import { emailChange, passwordChange, sessionRef } from "@/lib/account/schema"
import { personAction } from "@/lib/action"
import { addressOf } from "@/lib/auth/network"

const callerAddress = async () => addressOf((await headers()).get("x-forwarded-for"))

export const setPassword = personAction(passwordChange, async (signedIn, input) =>
  changePassword(signedIn, input, await callerAddress()),
)
export const setEmail = personAction(emailChange, async (signedIn, input) =>
  askToChangeEmail(signedIn, input, await callerAddress()),
)
export const endSession = personAction(sessionRef, endOneSession)
export const endOthers = personAction(z.object({}), endOtherSessions)
