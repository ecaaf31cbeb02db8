"use server"
import { headers } from "next/headers"
import { askForPasswordLink } from "@/lib/account/password-link"
import { forgottenPassword } from "@/lib/account/schema"
import { publicAction } from "@/lib/action"
import { addressOf } from "@/lib/auth/network"

export const askForLink = publicAction(forgottenPassword, async (input) =>
  askForPasswordLink(input, addressOf((await headers()).get("x-forwarded-for"))),
)
