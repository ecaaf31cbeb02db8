import { v7 } from "uuid"

/** A UUID version 7: later ids sort after earlier ones, so a B-tree grows at its end. */
export const newId = (): string => v7()
