import { blindIndex } from "@/lib/crypto"
import { canonicalJson } from "@/lib/text"

/** Fingerprint of what a till said, to tell a repeat from a conflict. Keyed: the phone is a part of it, and phones can be tried. */
export const contentHash = (merchantId: string, content: unknown): string =>
  blindIndex(canonicalJson(content), `orders.payload:${merchantId}`)
