import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOYALTY_ERRORS } from "@/lib/checkout-api/words"
import { enlistCustomer } from "@/lib/customers/mutations"
import { enlistBody, loyaltyProfile } from "@/lib/customers/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/customers", {
  POST: posRoute({
    words: {
      id: "enlistCustomer",
      group: "Customers",
      errors: LOYALTY_ERRORS,
    },
    scope: "checkout",
    body: enlistBody,
    status: 201,
    answer: loyaltyProfile,
    run: async ({ ctx, body, tillId }) => {
      const { profile, isNew } = await enlistCustomer(ctx, body, tillId)
      return { answer: profile, status: isNew ? 201 : 200 }
    },
  }),
})
