import type { Ctx } from "@/lib/auth/ctx"
import { checkGoLive } from "./checks"
import { readFacts } from "./facts"
import type { ReportRow } from "./schema"

/** Pongo's quality check as it stands now, every row with its evidence. */
export async function readChecks(ctx: Ctx): Promise<ReportRow[]> {
  return checkGoLive(await readFacts(ctx))
}
