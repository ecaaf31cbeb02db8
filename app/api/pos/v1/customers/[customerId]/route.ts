import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS, LOYALTY_ERRORS, PONGO_ERRORS } from "@/lib/checkout-api/words"
import { requireLoyaltyLocation } from "@/lib/customers/loyalty-location"
import { changeCustomer } from "@/lib/customers/mutations"
import { getProfile } from "@/lib/customers/profile"
import { customerAnswer, loyaltyProfile, patchCustomerBody, profileQuery } from "@/lib/customers/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/customers/{customer_id}", {
  GET: posRoute({
    words: {
      id: "getCustomer",
      group: "Customers",
      errors: ["customer_not_found", ...LOYALTY_ERRORS],
    },
    scope: "checkout",
    query: profileQuery,
    status: 200,
    answer: loyaltyProfile,
    run: async ({ ctx, params, query, tillId }) => {
      const location = await requireLoyaltyLocation(ctx, query.location_id)
      return { answer: await getProfile(ctx, location, params.customer_id!, { tillId }) }
    },
  }),
  PATCH: posRoute({
    words: {
      id: "changeCustomer",
      group: "Customers",
      errors: ["customer_not_found", ...LOCATION_ERRORS, ...PONGO_ERRORS],
    },
    scope: "checkout",
    body: patchCustomerBody,
    status: 200,
    answer: customerAnswer,
    run: async ({ ctx, params, body, tillId }) => ({
      answer: await changeCustomer(ctx, params.customer_id!, body, tillId),
    }),
  }),
})
