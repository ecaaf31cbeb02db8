import { useTranslations } from "next-intl"
import type { JsonSchema } from "@/lib/checkout-api/json-schema"
import { Say } from "./say"

type Schemas = Record<string, JsonSchema>

/** The fields of an object, each with its type and what it means; objects inside it are indented below. */
export function SchemaFields({ schema, schemas }: { schema: JsonSchema; schemas: Schemas }) {
  const t = useTranslations("docs.routes")
  const target = resolve(schema, schemas)
  const branches = (target.anyOf ?? target.oneOf) as JsonSchema[] | undefined
  if (branches)
    return (
      <ul className="grid gap-3">
        {branches
          .filter(({ type }) => type !== "null")
          .map((branch, index) => (
            <li key={JSON.stringify(branch)}>
              <p className="text-12 text-secondary">
                {t("oneOf")} · {index + 1}
                {typeof branch.description === "string" && (
                  <>
                    {" · "}
                    <Say sentence={branch.description} />
                  </>
                )}
              </p>
              <SchemaFields schema={branch} schemas={schemas} />
            </li>
          ))}
      </ul>
    )
  const required = (target.required ?? []) as string[]
  return (
    <ul>
      {Object.entries((target.properties ?? {}) as Schemas).map(([name, property]) => (
        <li key={name} className="border-b py-1.5 last:border-0">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-mono text-13">{name}</code>
            <span className="text-12 text-secondary">
              {typeWords(property, schemas, t)}
              {required.includes(name) && <> · {t("required")}</>}
            </span>
          </p>
          {typeof property.description === "string" && (
            <p className="text-pretty text-13 text-secondary">
              <Say sentence={property.description} />
            </p>
          )}
          <Inner property={property} schemas={schemas} />
        </li>
      ))}
    </ul>
  )
}

function Inner({ property, schemas }: { property: JsonSchema; schemas: Schemas }) {
  const target = resolve(property, schemas)
  const inner = resolve((target.items as JsonSchema | undefined) ?? target, schemas)
  const hasFields =
    inner.properties ||
    [inner.anyOf, inner.oneOf].some((list) => Array.isArray(list) && hasObjects(list, schemas))
  if (!hasFields) return null
  const fields = <SchemaFields schema={inner} schemas={schemas} />
  const name = componentName(property)
  return (
    <div className="ml-1 mt-1.5 border-l pl-4">
      {name ? (
        <details>
          <summary className="list-none rounded-control text-13 text-accent hover:underline">{name}</summary>
          {fields}
        </details>
      ) : (
        fields
      )}
    </div>
  )
}

const hasObjects = (list: JsonSchema[], schemas: Schemas) =>
  list.some((branch) => resolve(branch, schemas).properties)

/** The name of what a property holds, or holds a list of, if it has one: such objects are folded. */
function componentName({ $ref, items, anyOf }: JsonSchema): string | null {
  if (typeof $ref === "string") return $ref.split("/").at(-1)!
  const inner = (items ?? (anyOf as JsonSchema[] | undefined)?.[0]) as JsonSchema | undefined
  return inner ? componentName(inner) : null
}

function resolve(schema: JsonSchema, schemas: Schemas): JsonSchema {
  if (typeof schema.$ref === "string") return schemas[componentName(schema)!] ?? {}
  const branches = schema.anyOf as JsonSchema[] | undefined
  const [only, ...others] = branches?.filter(({ type }) => type !== "null") ?? []
  return only && others.length === 0 ? resolve(only, schemas) : schema
}

/** For example `string · date-time`, `"paid" | "open"`, `list of Order`. */
function typeWords(property: JsonSchema, schemas: Schemas, t: (key: "listOf" | "orNull") => string): string {
  const target = resolve(property, schemas)
  const isNullable = [target.type, ...((property.anyOf ?? []) as JsonSchema[]).map(({ type }) => type)]
    .flat()
    .includes("null")
  const type = [target.type].flat().find((name) => name !== "null")
  const values = (target.enum ?? (target.const === undefined ? undefined : [target.const])) as
    | unknown[]
    | undefined
  const words = values
    ? values.map((value) => JSON.stringify(value)).join(" | ")
    : type === "array"
      ? `${t("listOf")} ${typeWords(target.items as JsonSchema, schemas, t)}`
      : [type ?? "object", target.format].filter(Boolean).join(" · ")
  return isNullable ? `${words} ${t("orNull")}` : words
}
