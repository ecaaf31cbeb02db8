import { z } from "zod"

/** The rows of Pongo's quality check (`docs/pongo-wire.md`), in its order: those of any integration, then a POS's. */
export const INTEGRATION_CHECKS = [
  "oauth",
  "locations",
  "prompt",
  "store_slug",
  "customer",
  "items",
  "order_rewards",
] as const
const POS_CHECKS = [
  "scan",
  "scan_known",
  "register",
  "opt_in",
  "open_order",
  "points",
  "rewards",
  "redeem",
  "refresh",
  "reward_product",
  "reward_voucher",
  "confirm_use",
] as const
export const CHECKS = [...INTEGRATION_CHECKS, ...POS_CHECKS] as const
export type CheckId = (typeof CHECKS)[number]

/** `rehearsed`: shown by a rehearsal or the test till, not yet by real traffic. */
export const ROW_STATES = ["passed", "rehearsed", "missing", "failed", "not_applicable"] as const
export type RowState = (typeof ROW_STATES)[number]

const trace = z.object({
  at: z.iso.datetime(),
  locationName: z.string().nullable(),
  till: z.string().nullable(),
  /** The key or the person that did it. */
  by: z.string().nullable(),
  order: z.object({ id: z.string(), ref: z.string() }).nullable(),
})
/** Where it was seen: when, at which till, in which order. */
export type Trace = z.infer<typeof trace>

export const reportRow = z.object({
  id: z.enum(CHECKS),
  requirement: z.enum(["required", "required_if"]),
  state: z.enum(ROW_STATES),
  /** Key of the sentence for the finding: `goLive.checks.<id>.<finding>`. */
  finding: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  evidence: trace.nullable(),
})
export type ReportRow = z.infer<typeof reportRow>

/** The merchant and its connection as a report names them: never the token. */
export const reportSubject = z.object({
  merchantName: z.string(),
  timeZone: z.string(),
  pongoMerchantName: z.string().nullable(),
  connectedVia: z.enum(["oauth", "pasted"]).nullable(),
  connectedAt: z.iso.datetime().nullable(),
  connectedBy: z.string().nullable(),
  host: z.string(),
  isSandbox: z.boolean(),
})
export type ReportSubject = z.infer<typeof reportSubject>
