import { sql } from "./index"

/**
 * What `held` means, over `d` (a delivery, or deliveries counted by location and state) and `h` (the row of the view
 * `delivery_holds` for its location): an order that waits for its turn at a location with a cause to wait. One in the
 * air, or over, is not held.
 */
export const isHeld = () => sql`(${isPending()} and h.reason is not null)`

/** Not in the air and not over: what a hold keeps back. */
export const isPending = () => sql`d.state in ('queued', 'retrying')`

/** Status and reason as people see them: a hold comes from its cause, everything else from the row. */
export const syncColumns = () => sql`
  case when ${isHeld()} then 'held' else d.state end as status,
  case when ${isHeld()} then h.reason else d.reason end as reason`
