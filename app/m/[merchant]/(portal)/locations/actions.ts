"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { refreshStoresNow } from "@/lib/connections/refresh-stores"
import { addLocation, archiveLocation, previewLocationFile, putLocations } from "@/lib/locations/mutations"
import { locationFile, newLocation, putLocationsBody } from "@/lib/locations/schema"
import {
  acceptSuggestions,
  acknowledgeRename,
  mapLocation,
  undoSuggestions,
  unmapLocation,
} from "@/lib/mappings/mutations"
import * as mappings from "@/lib/mappings/schema"

export const map = action(mappings.mapLocation, "manager", mapLocation)
export const unmap = action(mappings.unmapLocation, "manager", unmapLocation)
export const accept = action(mappings.acceptSuggestions, "manager", acceptSuggestions)
export const undoAccept = action(mappings.undoSuggestions, "manager", undoSuggestions)
export const acknowledge = action(mappings.acknowledgeRename, "manager", acknowledgeRename)
export const add = action(newLocation, "manager", addLocation)
export const readFile = action(locationFile, "manager", previewLocationFile)
export const importLocations = action(putLocationsBody, "manager", (ctx, { locations }) =>
  putLocations(ctx, locations),
)
export const archive = action(z.object({ ref: z.string().min(1).max(100) }), "manager", (ctx, { ref }) =>
  archiveLocation(ctx, ref),
)
export const refresh = action(z.object({}), "manager", refreshStoresNow)
