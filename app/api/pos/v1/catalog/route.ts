import { putCatalog } from "@/lib/catalog/mutations"
import { listCatalog } from "@/lib/catalog/queries"
import {
  catalogAnswer,
  catalogQuery,
  putCatalogAnswer,
  putCatalogBody,
  putCatalogQuery,
} from "@/lib/catalog/schema"
import { posResource, posRoute } from "@/lib/checkout-api/route"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/catalog", {
  PUT: posRoute({
    words: {
      id: "putCatalog",
      group: "Setup",
      errors: ["location_not_allowed", "too_many_products"],
    },
    scope: "setup",
    body: putCatalogBody,
    query: putCatalogQuery,
    status: 200,
    answer: putCatalogAnswer,
    run: async ({ ctx, body, query }) => ({ answer: await putCatalog(ctx, body.products, query.mode) }),
  }),
  GET: posRoute({
    words: {
      id: "listProducts",
      group: "Setup",
      errors: [],
    },
    scope: "setup",
    query: catalogQuery,
    status: 200,
    answer: catalogAnswer,
    run: async ({ ctx, query }) => ({ answer: await listCatalog(ctx, query.cursor) }),
  }),
})
