import type { useTranslations } from "next-intl"
import type { Suggestion } from "@/lib/mappings/suggest"

const REASONS_SHOWN = 3
const DOUBTS_SHOWN = 2

/** Reasons for a suggestion (`même adresse, même ville`) and against it (`mais autre téléphone`). */
export function reasonsInWords(
  { reasons, doubts }: Pick<Suggestion, "reasons" | "doubts">,
  t: ReturnType<typeof useTranslations<"locations">>,
): string {
  const isPlaceSaid = reasons.includes("address_same")
  const told = reasons
    .filter((reason) => !(isPlaceSaid && reason === "postcode_same"))
    .slice(0, REASONS_SHOWN)
  const against = doubts.slice(0, DOUBTS_SHOWN)
  const because = told.map((reason) => t(`suggestion.reasons.${reason}`)).join(", ")
  if (against.length === 0) return because
  return t("suggestion.but", {
    because: because || "none",
    doubts: against.map((doubt) => t(`suggestion.doubts.${doubt}`)).join(", "),
  })
}
