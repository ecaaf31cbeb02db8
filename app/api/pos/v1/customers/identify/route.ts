import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOYALTY_ERRORS } from "@/lib/checkout-api/words"
import { identifyCustomer } from "@/lib/customers/mutations"
import { identifyBody, loyaltyProfile } from "@/lib/customers/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/customers/identify", {
  POST: posRoute({
    words: {
      id: "identifyCustomer",
      group: "Customers",
      errors: ["customer_not_found", ...LOYALTY_ERRORS],
    },
    scope: "checkout",
    body: identifyBody,
    status: 200,
    answer: loyaltyProfile,
    run: async ({ ctx, body, tillId }) => ({ answer: await identifyCustomer(ctx, body, tillId) }),
  }),
})
