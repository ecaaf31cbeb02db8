import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getLocale, getTranslations } from "next-intl/server"
import { apiDocument } from "@/app/api/pos/v1/resources"
import { PageHeader } from "@/components/ui/page-header"
import type { JsonSchema } from "@/lib/checkout-api/json-schema"
import { EXTENDED } from "@/lib/checkout-api/reference-words"
import { OperationSection } from "../operation"
import { chapters } from "../operations"
import { Say } from "../say"
import { componentName, SchemaFields } from "../schema-fields"

export async function generateMetadata({ params }: PageProps<"/docs/api/[group]">): Promise<Metadata> {
  const [{ group }, locale, t] = await Promise.all([params, getLocale(), getTranslations("docs")])
  const chapter = chapters(apiDocument(locale)).find(({ slug }) => slug === group)
  return { title: chapter ? `${t(`groups.${chapter.name}`)} · ${t("title")}` : t("title") }
}

/** One chapter of the reference: its operations, then each schema they use, once. */
export default async function ChapterPage({ params }: PageProps<"/docs/api/[group]">) {
  const [{ group }, locale, t] = await Promise.all([params, getLocale(), getTranslations("docs")])
  const document = apiDocument(locale)
  const { schemas } = document.components
  const chapter = chapters(document).find(({ slug }) => slug === group)
  if (!chapter) notFound()
  const objects = objectsOf(
    chapter.operations.flatMap(({ operation: { requestBody, responses } }) => [
      requestBody?.content["application/json"].schema ?? {},
      ...Object.values(responses).map(({ content }) => content["application/json"]?.schema ?? {}),
    ]),
    schemas,
  )
  return (
    <>
      <PageHeader title={t(`groups.${chapter.name}`)} sentence={<Say sentence={chapter.description} />} />
      {chapter.operations.map(({ path, method, operation }) => (
        <OperationSection
          key={operation.operationId}
          {...{ path, method, operation, components: document.components }}
        />
      ))}
      <h2 className="mb-2 mt-16 text-20 font-medium">{t("routes.objects")}</h2>
      <div className="grid gap-x-10 lg:grid-cols-2">
        {objects.map((name) => (
          <section key={name} id={name} className="scroll-mt-6 py-4 target:bg-accent-soft">
            <h3 className="font-mono text-14 font-medium">{name}</h3>
            {EXTENDED[name] && (
              <p className="mt-1 text-13 text-secondary">
                {t.rich("routes.extends", {
                  base: () => (
                    <a href={`#${EXTENDED[name]}`} className="font-mono text-accent underline">
                      {EXTENDED[name]}
                    </a>
                  ),
                })}
              </p>
            )}
            <SchemaFields schema={ownFields(name, schemas)} />
          </section>
        ))}
      </div>
    </>
  )
}

/** The schema without the fields it inherits from the schema it extends. */
function ownFields(name: string, schemas: Record<string, JsonSchema>): JsonSchema {
  const schema = schemas[name]!
  const base: object = schemas[EXTENDED[name] ?? ""]?.properties ?? {}
  const own = Object.entries(schema.properties ?? {}).filter(([field]) => !(field in base))
  return EXTENDED[name] ? { ...schema, properties: Object.fromEntries(own) } : schema
}

/** The names of the components these schemas refer to, directly or not, in order of first use. */
function objectsOf(roots: JsonSchema[], schemas: Record<string, JsonSchema>): string[] {
  const met = new Set<string>()
  const walk = (node: unknown): void => {
    if (node === null || typeof node !== "object") return
    const name = componentName(node as JsonSchema)
    if (name && !met.has(name)) {
      met.add(name)
      walk(schemas[name])
    }
    for (const inner of Object.values(node)) walk(inner)
  }
  walk(roots)
  return [...met]
}
