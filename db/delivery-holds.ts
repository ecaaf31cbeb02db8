import { sql } from "./index"

/**
 * Defines `held`, over `d` (a delivery, or deliveries counted by location and state) and `h` (its location's row in the
 * view `delivery_holds`): a pending order at a location with a hold reason. Orders in flight or finished are not held.
 */
export const isHeld = () => sql`(${isPending()} and h.reason is not null)`

/** Neither in flight nor finished: the deliveries a hold keeps back. */
export const isPending = () => sql`d.state in ('queued', 'retrying')`

/** Status and reason as people see them. A hold comes from its cause, everything else from the row. */
export const syncColumns = () => sql`
  case when ${isHeld()} then 'held' else d.state end as status,
  case when ${isHeld()} then h.reason else d.reason end as reason`
