import type { EvidenceKind } from "@/db/enums"
import { sql } from "@/db/index"
import { actorName, type Ctx } from "@/lib/auth/ctx"

export type Evidence = {
  kind: EvidenceKind
  isRehearsal: boolean
  firstAt: Date
  at: Date
  locationName: string | null
  tillId: string | null
  /** The key or the person that did it. */
  by: string
}

/** When the merchant's tills, and its rehearsals separately, were last seen doing each thing. */
export async function listEvidence(ctx: Ctx): Promise<Evidence[]> {
  const rows = await sql<(Omit<Evidence, "by"> & { actor: string })[]>`
    select e.kind, e.is_rehearsal as "isRehearsal", e.first_at as "firstAt", e.at, l.name as "locationName",
           e.till_id as "tillId", e.actor
    from till_evidence e
    left join locations l on l.id = e.location_id and l.merchant_id = e.merchant_id
    where e.merchant_id = ${ctx.merchantId}
    order by e.kind, e.is_rehearsal`
  return rows.map(({ actor, ...row }) => ({ ...row, by: actorName(actor) }))
}
