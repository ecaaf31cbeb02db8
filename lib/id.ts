import { v7 } from "uuid"

/** A UUID version 7: later ids sort after earlier ones, so a B-tree grows at its end. */
export const newId = (): string => v7()

/** A UUID version 7 as if made then: for rows that belong to a time past. */
export const newIdAt = (at: Date): string => v7({ msecs: at.getTime() })
