import { hrefWith } from "@/lib/address"
import type { Subject } from "@/lib/diagnosis/queries"

/** The address of a diagnosis. It holds only ids, so it can be shared and reloaded. */
export const diagnosisHref = (subject: Subject) =>
  hrefWith("/why-no-points", subject.kind === "none" ? { none: subject.as } : { [subject.kind]: subject.id })
