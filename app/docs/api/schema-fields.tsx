import { useTranslations } from "next-intl"
import type { JsonSchema } from "@/lib/checkout-api/json-schema"
import { Say } from "./say"

/** The fields of an object with their types and descriptions. Named objects link to their own section. */
export function SchemaFields({ schema }: { schema: JsonSchema }) {
  const t = useTranslations("docs.routes")
  const branches = branchesOf(schema)
  if (branches.length > 0)
    return (
      <ul className="grid gap-3">
        {branches.map((branch, index) => (
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
            <SchemaFields schema={branch} />
          </li>
        ))}
      </ul>
    )
  const required = (schema.required ?? []) as string[]
  return (
    <ul className="[&_a]:text-accent [&_a:hover]:underline [&>li]:border-b [&>li]:py-1.5 [&>li:last-child]:border-0 [&_code]:mr-2 [&_code]:font-mono [&_code]:text-13 [&_p]:text-pretty [&_p]:text-13 [&_p]:text-secondary [&_small]:text-12 [&_small]:text-secondary">
      {Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => (
        <li key={name}>
          <code>{name}</code>
          <small>
            <TypeWords property={property} />
            {required.includes(name) && <> · {t("required")}</>}
          </small>
          {typeof property.description === "string" && (
            <p>
              <Say sentence={property.description} />
            </p>
          )}
          <Inner property={property} />
        </li>
      ))}
    </ul>
  )
}

function Inner({ property }: { property: JsonSchema }) {
  const inner = only((property.items as JsonSchema | undefined) ?? property)
  if (inner.$ref || !(inner.properties || branchesOf(inner).some(({ properties }) => properties))) return null
  return (
    <div className="ml-1 mt-1.5 border-l pl-4">
      <SchemaFields schema={inner} />
    </div>
  )
}

export const componentName = ({ $ref }: JsonSchema): string | null =>
  typeof $ref === "string" ? $ref.split("/").at(-1)! : null

/** The non-null branches of a union, if there are several. */
function branchesOf(schema: JsonSchema): JsonSchema[] {
  const branches = ((schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[]).filter(
    ({ type }) => type !== "null",
  )
  return branches.length > 1 ? branches : []
}

/** The non-null branch of a union, if there is exactly one. */
function only(schema: JsonSchema): JsonSchema {
  const branches = ((schema.anyOf ?? []) as JsonSchema[]).filter(({ type }) => type !== "null")
  return branches.length === 1 ? branches[0]! : schema
}

/** For example `string · date-time`, `"paid" | "open"`, `list of Order`. */
function TypeWords({ property }: { property: JsonSchema }) {
  const t = useTranslations("docs.routes")
  const isNullable = [property.type, ...((property.anyOf ?? []) as JsonSchema[]).map(({ type }) => type)]
    .flat()
    .includes("null")
  const target = only(property)
  const name = componentName(target)
  const type = [target.type].flat().find((one) => one !== "null")
  const values = (target.enum ?? (target.const === undefined ? undefined : [target.const])) as
    | unknown[]
    | undefined
  return (
    <>
      {name ? (
        <a href={`#${name}`}>{name}</a>
      ) : values ? (
        values
          .filter((value) => value !== null)
          .map((value) => JSON.stringify(value))
          .join(" | ")
      ) : type === "array" ? (
        <>
          {t("listOf")} <TypeWords property={target.items as JsonSchema} />
        </>
      ) : (
        [type ?? "object", target.format, limitsOf(target)].filter(Boolean).join(" · ")
      )}
      {isNullable && ` ${t("orNull")}`}
    </>
  )
}

/** Limits of a text's length or a number's size, such as `1–100` or `≤ 2000`. */
function limitsOf({ minLength, maxLength, minimum, maximum }: JsonSchema): string | null {
  const [least, most] = [minLength ?? minimum, maxLength ?? maximum] as (number | undefined)[]
  if (most === undefined) return least === undefined ? null : `≥ ${least}`
  return least === undefined ? `≤ ${most}` : `${least}–${most}`
}
