import { hrefWith } from "@/lib/address"
import type { Subject } from "@/lib/diagnosis/queries"

/** The address of a diagnosis: ids only, so that it can be shared, reloaded and gone back to. */
export const diagnosisHref = (subject: Subject) =>
  hrefWith("/why-no-points", subject.kind === "none" ? { none: subject.as } : { [subject.kind]: subject.id })
