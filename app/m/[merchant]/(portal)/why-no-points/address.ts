import type { PortalPath } from "@/lib/address"
import type { Subject } from "@/lib/diagnosis/queries"

/** The address of a diagnosis: ids only, so that it can be shared, reloaded and gone back to. */
export function diagnosisHref(subject: Subject): PortalPath {
  const query = subject.kind === "none" ? { none: subject.as } : { [subject.kind]: subject.id }
  return `/why-no-points?${new URLSearchParams(query)}`
}
