import { posResource, posRoute } from "@/lib/checkout-api/route"
import { identifyCustomer } from "@/lib/customers/mutations"
import { identifyBody, loyaltyProfile } from "@/lib/customers/schema"

export const { GET, POST, PUT, PATCH, DELETE } = posResource("/customers/identify", {
  POST: posRoute({
    scope: "checkout",
    body: identifyBody,
    status: 200,
    answer: loyaltyProfile,
    run: async ({ ctx, body, tillId }) => ({ answer: await identifyCustomer(ctx, body, tillId) }),
  }),
})
