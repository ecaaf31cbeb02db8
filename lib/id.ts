import { v7 } from "uuid"

/** A UUID version 7. Ids sort by creation time, so a B-tree grows at its end. */
export const newId = (): string => v7()

/** A UUID version 7 with a past timestamp, for rows about the past. */
export const newIdAt = (at: Date): string => v7({ msecs: at.getTime() })
