import { newId } from "../state/ids"
import type { Violation, ViolationKind } from "../state/state"
import { isoNow, type World } from "../state/world"

/** Records something that a correct client never causes. */
export function recordViolation(
  world: World,
  kind: ViolationKind,
  about: Omit<Violation, "id" | "kind" | "at">,
): void {
  world.state.tables.violations.put({ id: newId("vio"), kind, at: isoNow(world), ...about })
}
