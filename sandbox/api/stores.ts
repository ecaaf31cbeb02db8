import { paginate, type Route } from "../server/http"
import { type Store, storeKey } from "../state/state"
import type { World } from "../state/world"
import { guarded } from "./tokens"
import type { FieldErrors } from "./validation"

export const storeRoutes: Route[] = [
  guarded("GET", "/v1/stores", null, (world, call) =>
    paginate(call, world.state.storesOf(call.merchantId), presentStore),
  ),
]

function presentStore({ merchant_id: _, ...store }: Store) {
  return store
}

/** The merchant's store with this slug. Records an unknown slug as an error of `field`. */
export function requireStore(
  world: World,
  merchantId: string,
  slug: string | null,
  field: string,
  errors: FieldErrors,
): Store | null {
  if (slug === null) return null
  const store = world.state.stores.get(storeKey(merchantId, slug))
  if (!store) errors.addInvalid(field)
  return store ?? null
}
