import type { Operation } from "@/lib/checkout-api/describe-operation"
import type { OpenApiDocument } from "@/lib/checkout-api/openapi"
import type { Group } from "@/lib/checkout-api/words"

type Chapter = {
  name: Group
  /** Slug of its page: `/docs/api/<slug>`. */
  slug: string
  description: string
  operations: { path: string; method: string; operation: Operation }[]
}

/** The chapters of the reference, each with its operations. */
export function chapters({ tags, paths }: OpenApiDocument): Chapter[] {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => ({ path, method: verb.toUpperCase(), operation })),
  )
  return tags.map(({ name, description }) => ({
    name: name as Group,
    slug: name.toLowerCase(),
    description,
    operations: operations.filter(({ operation }) => operation.tags[0] === name),
  }))
}
