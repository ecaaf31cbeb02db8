import { ChevronRight } from "lucide-react"
import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge } from "@/components/ui/badge"
import { CodeBlock } from "@/components/ui/code-block"
import type { Operation, Parameter } from "@/lib/checkout-api/describe-operation"
import type { OpenApiDocument } from "@/lib/checkout-api/openapi"
import { Say } from "./say"
import { SchemaFields } from "./schema-fields"

type Components = OpenApiDocument["components"]

/** One call: a line that says what it does, and everything about it folded below. */
export function OperationDetails({
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
  const parameters = operation.parameters.map((parameter) => resolve(parameter, components))
  return (
    <details id={operation.operationId} className="group scroll-mt-4 border-b">
      <summary className="flex list-none items-start gap-2 rounded-control py-2.5 hover:bg-wash">
        <ChevronRight
          aria-hidden
          className="mt-0.5 size-4 shrink-0 text-secondary transition-transform duration-100 group-open:rotate-90"
        />
        <span className="grid min-w-0 flex-1 gap-x-6 gap-y-0.5 md:grid-cols-[1fr_1fr]">
          <span>
            <Say sentence={operation.summary} />
          </span>
          <span className="min-w-0 break-words font-mono text-12 leading-5 text-secondary">
            <span className="text-ink">{method}</span> {path}
          </span>
        </span>
      </summary>
      <div className="pb-6 pl-6 pt-1">
        {operation.description && (
          <p className="max-w-prose text-pretty">
            <Say sentence={operation.description} />
          </p>
        )}
        <p className="mt-2 text-13 text-secondary">
          {t("scope")} <Badge>{operation["x-scope"] === "any" ? t("anyScope") : operation["x-scope"]}</Badge>
        </p>
        <div className="mt-4 grid gap-x-10 gap-y-6 lg:grid-cols-2">
          <div className="grid min-w-0 content-start gap-6">
            <Part title={t("parameters")}>
              <ul>
                {parameters.map((parameter) => (
                  <li key={parameter.name} className="border-b py-1.5 last:border-0">
                    <p className="flex flex-wrap items-baseline gap-x-2">
                      <code className="font-mono text-13">{parameter.name}</code>
                      <span className="text-12 text-secondary">
                        {t(parameter.in)}
                        {parameter.required && <> · {t("required")}</>}
                      </span>
                    </p>
                    {parameter.description && (
                      <p className="text-pretty text-13 text-secondary">
                        <Say sentence={parameter.description} />
                      </p>
                    )}
                  </li>
                ))}
              </ul>
            </Part>
            {body && (
              <Part title={t("body")}>
                <SchemaFields schema={body.schema} schemas={components.schemas} />
              </Part>
            )}
            <Part title={t("answer")}>
              {answers.map(([status, { description }]) => (
                <p key={status} className="mb-1 text-pretty text-13">
                  <span className="font-mono">{status}</span>{" "}
                  <span className="text-secondary">
                    <Say sentence={description} />
                  </span>
                </p>
              ))}
              <SchemaFields
                schema={answers[0]![1].content["application/json"]!.schema}
                schemas={components.schemas}
              />
            </Part>
          </div>
          <div className="grid min-w-0 content-start gap-6">
            {body && <CodeBlock label={`${t("example")} · ${t("body")}`} code={asText(body.example)} />}
            <CodeBlock
              label={`${t("example")} · ${answers.at(-1)![0]}`}
              code={asText(answers.at(-1)![1].content["application/json"]!.example)}
            />
            <Part title={t("refusals")}>
              <ul className="flex flex-wrap gap-x-4 gap-y-1 text-13">
                {refusals.flatMap(([status, { content }]) =>
                  Object.keys(content["application/problem+json"]!.examples!).map((code) => (
                    <li key={code} className="whitespace-nowrap">
                      <span className="text-secondary">{status}</span>{" "}
                      <Link
                        href={`/docs/api/errors#${code}`}
                        className="font-mono text-12 text-accent hover:underline"
                      >
                        {code}
                      </Link>
                    </li>
                  )),
                )}
              </ul>
            </Part>
          </div>
        </div>
      </div>
    </details>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h4 className="mb-1 text-13 font-medium">{title}</h4>
      {children}
    </section>
  )
}

function resolve(parameter: Parameter | { $ref: string }, components: Components): Parameter {
  return "$ref" in parameter ? components.parameters[parameter.$ref.split("/").at(-1)!]! : parameter
}

const asText = (example: unknown) => JSON.stringify(example, null, 2)
