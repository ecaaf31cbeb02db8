import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { CodeBlock } from "@/components/ui/code-block"
import type { Operation, Parameter } from "@/lib/checkout-api/describe-operation"
import type { JsonSchema } from "@/lib/checkout-api/json-schema"
import type { OpenApiDocument } from "@/lib/checkout-api/openapi"
import { Say } from "./say"
import { componentName } from "./schema-fields"

type Components = OpenApiDocument["components"]

/** One operation: description and parameters on the left, example request and response on the right. */
export function OperationSection({
  method,
  path,
  operation,
  components,
}: {
  method: string
  path: string
  operation: Operation
  components: Components
}) {
  const t = useTranslations("docs.routes")
  const body = operation.requestBody?.content["application/json"]
  const answers = Object.entries(operation.responses).filter(([status]) => Number(status) < 400)
  const refusals = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400)
  const [status, answer] = answers.at(-1)!
  const own = operation.parameters.filter(isOwn).map((parameter) => resolve(parameter, components))
  return (
    <section id={operation.operationId} className="mb-14 scroll-mt-6 border-t pt-6">
      <h2 className="text-16 font-medium">
        <Say sentence={operation.summary} />
      </h2>
      <p className="mt-1 break-words font-mono text-13 text-secondary">
        <span className="text-ink">{method}</span> {path}
      </p>
      <div className="mt-4 grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <div className="grid min-w-0 content-start gap-5 text-13">
          {operation.description && (
            <p className="max-w-prose text-pretty text-14">
              <Say sentence={operation.description} />
            </p>
          )}
          <p className="text-secondary">
            {t("scope")}{" "}
            <span className="text-ink">
              {operation["x-scope"] === "any" ? t("anyScope") : operation["x-scope"]}
            </span>
          </p>
          {own.length > 0 && (
            <Part title={t("parameters")}>
              <Parameters parameters={own} />
            </Part>
          )}
          {body && (
            <Part title={t("body")}>
              <ObjectLink schema={body.schema} />
            </Part>
          )}
          <Part title={t("answer")}>
            <ul>
              {answers.map(([code, { description, content }]) => (
                <li key={code} className="text-pretty">
                  <span className="font-mono">{code}</span>{" "}
                  <ObjectLink schema={content["application/json"]!.schema} />{" "}
                  <span className="text-secondary">
                    <Say sentence={description} />
                  </span>
                </li>
              ))}
            </ul>
          </Part>
          <Part title={t("refusals")}>
            <ul className="flex flex-wrap gap-x-4 gap-y-1 text-secondary [&>li]:whitespace-nowrap [&_a]:font-mono [&_a]:text-accent [&_a:hover]:underline">
              {refusals.flatMap(([code, { content }]) =>
                Object.keys(content["application/problem+json"]!.examples!).map((name) => (
                  <li key={name}>
                    {code} <a href={`/docs/api/errors#${name}`}>{name}</a>
                  </li>
                )),
              )}
            </ul>
          </Part>
        </div>
        <div className="grid min-w-0 content-start gap-4">
          {body && <CodeBlock label={`${t("example")} · ${t("body")}`} code={asText(body.example)} />}
          <CodeBlock
            label={`${t("example")} · ${status}`}
            code={asText(answer.content["application/json"]!.example)}
          />
        </div>
      </div>
    </section>
  )
}

export function Parameters({ parameters }: { parameters: Parameter[] }) {
  const t = useTranslations("docs.routes")
  return (
    <ul className="text-13 [&>li]:border-b [&>li]:py-1.5 [&>li:last-child]:border-0 [&_p]:text-pretty [&_p]:text-secondary [&_small]:text-12 [&_small]:text-secondary">
      {parameters.map(({ name, required, description, in: place }) => (
        <li key={name}>
          <code className="font-mono">{name}</code>{" "}
          <small>
            {t(place)}
            {required && <> · {t("required")}</>}
          </small>
          {description && (
            <p>
              <Say sentence={description} />
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The guide describes the headers that every call shares. */
const isOwn = (parameter: Parameter | { $ref: string }) =>
  !("$ref" in parameter) || parameter.$ref.endsWith("Required")

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 font-medium">{title}</h3>
      {children}
    </section>
  )
}

function ObjectLink({ schema }: { schema: JsonSchema }) {
  const name = componentName(schema)
  return name ? (
    <Link href={`#${name}`} className="font-mono text-accent hover:underline">
      {name}
    </Link>
  ) : null
}

function resolve(parameter: Parameter | { $ref: string }, components: Components): Parameter {
  return "$ref" in parameter ? components.parameters[parameter.$ref.split("/").at(-1)!]! : parameter
}

const asText = (example: unknown) => JSON.stringify(example, null, 2)
