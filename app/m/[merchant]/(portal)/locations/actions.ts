"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { refreshStoresNow } from "@/lib/connections/refresh-stores"
import { addLocation, archiveLocation, previewLocationFile, putLocations } from "@/lib/locations/mutations"
import { findLocations } from "@/lib/locations/queries"
import { locationFile, locationSearch, newLocation, putLocationsBody } from "@/lib/locations/schema"
import {
  acceptSuggestions,
  acknowledgeRename,
  mapLocation,
  undoSuggestions,
  unmapLocation,
} from "@/lib/mappings/mutations"
import * as mappings from "@/lib/mappings/schema"

export const map = action(mappings.mapLocation, alsoActing("manager"), mapLocation)
export const unmap = action(mappings.unmapLocation, alsoActing("manager"), unmapLocation)
export const accept = action(mappings.acceptSuggestions, alsoActing("manager"), acceptSuggestions)
export const undoAccept = action(mappings.undoSuggestions, alsoActing("manager"), undoSuggestions)
export const acknowledge = action(mappings.acknowledgeRename, alsoActing("manager"), acknowledgeRename)
export const add = action(newLocation, alsoActing("manager"), addLocation)
export const readFile = action(locationFile, alsoActing("manager"), previewLocationFile)
export const importLocations = action(putLocationsBody, alsoActing("manager"), (ctx, { locations }) =>
  putLocations(ctx, locations),
)
export const find = action(locationSearch, "viewer", findLocations)
export const archive = action(
  z.object({ ref: z.string().min(1).max(100) }),
  alsoActing("manager"),
  (ctx, { ref }) => archiveLocation(ctx, ref),
)
export const refresh = action(z.object({}), alsoActing("manager"), refreshStoresNow)
