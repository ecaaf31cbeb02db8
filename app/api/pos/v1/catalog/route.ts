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

export const { GET, POST, PUT, PATCH, DELETE } = posResource("/catalog", {
  PUT: posRoute({
    words: {
      id: "putCatalog",
      group: "Setup",
      summary: "Send the catalogue",
      description: "All or nothing: one wrong row refuses the call, with the index of the row.",
      success: "What was received and what changed.",
      errors: ["location_not_allowed"],
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
      summary: "List the catalogue",
      success: "A page of products by SKU.",
      errors: [],
    },
    scope: "setup",
    query: catalogQuery,
    status: 200,
    answer: catalogAnswer,
    run: async ({ ctx, query }) => ({ answer: await listCatalog(ctx, query.cursor) }),
  }),
})
