"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { acceptAlias, removeAlias } from "@/lib/catalog/aliases"
import { newAlias, oldAlias } from "@/lib/catalog/schema"
import { refreshRewardsNow } from "@/lib/rewards/refresh-rewards"

export const refresh = action(z.object({}), "manager", refreshRewardsNow)
export const accept = action(newAlias, "manager", acceptAlias)
export const remove = action(oldAlias, "manager", removeAlias)
