/** A location in the list, on whichever of its pages it is. */
export const locationHref = (id: string) => `/locations?at=${id}#location-${id}` as const
