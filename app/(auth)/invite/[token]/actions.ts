"use server"
import { redirect } from "next/navigation"
import { z } from "zod"
import { publicAction } from "@/lib/action"
import { endSession, readSignedIn } from "@/lib/auth/session"
import { AppError } from "@/lib/errors"
import { acceptSignedIn, acceptWithNewAccount } from "@/lib/team/mutations"
import { invitationToken, newAccount } from "@/lib/team/schema"

export const createAccount = publicAction(newAccount, acceptWithNewAccount)

export const acceptInvitation = publicAction(z.object({ token: invitationToken }), async ({ token }) => {
  const signedIn = await readSignedIn()
  if (!signedIn) throw new AppError("signed_out")
  await acceptSignedIn(signedIn, token)
  redirect("/")
})

/** Signs out and returns to the invitation, for a person signed in with another account. */
export async function signOutAndReturn(token: string): Promise<void> {
  await endSession()
  redirect(`/invite/${encodeURIComponent(token)}`)
}
