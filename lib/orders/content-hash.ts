import { blindIndex } from "@/lib/crypto"
import { canonicalJson } from "@/lib/text"

/**
 * Fingerprint of a till's request; tells a repeat from a conflict. Keyed, because the content includes a phone and
 * phones can be brute-forced.
 */
export const contentHash = (merchantId: string, content: unknown): string =>
  blindIndex(canonicalJson(content), `orders.payload:${merchantId}`)
