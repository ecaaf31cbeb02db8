"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { acceptAlias, removeAlias } from "@/lib/catalog/aliases"
import { newAlias, oldAlias } from "@/lib/catalog/schema"
import { refreshRewardsNow } from "@/lib/rewards/refresh-rewards"

export const refresh = action(z.object({}), alsoActing("manager"), refreshRewardsNow)
export const accept = action(newAlias, alsoActing("manager"), acceptAlias)
export const remove = action(oldAlias, alsoActing("manager"), removeAlias)
