"use server"
import { headers } from "next/headers"
import { publicAction } from "@/lib/action"
import { createKeyByLink } from "@/lib/api-keys/by-link"
import { keyByLink } from "@/lib/api-keys/schema"
import { addressOf } from "@/lib/auth/network"

export const createKey = publicAction(keyByLink, async (input) =>
  createKeyByLink(input, addressOf((await headers()).get("x-forwarded-for"))),
)
