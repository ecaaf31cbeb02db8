/** The address of a location in the list, on whichever page it is. */
export const locationHref = (id: string) => `/locations?at=${id}#location-${id}` as const
