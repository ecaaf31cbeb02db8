import { useTranslations } from "next-intl"
import { DefinitionList } from "@/components/ui/definition-list"
import { CATALOG_COLUMNS, type CatalogReading } from "@/db/enums"

const ENCODINGS = { "utf-8": "UTF-8", "utf-16": "UTF-16", "windows-1252": "Windows-1252" }
const DELIMITERS = { ";": "semicolon", ",": "comma", "\t": "tab" } as const

/** How the file was interpreted, column by column. */
export function Reading({ reading }: { reading: CatalogReading }) {
  const t = useTranslations("catalog")
  return (
    <DefinitionList
      items={[
        { term: t("preview.encoding"), value: ENCODINGS[reading.encoding] },
        {
          term: t("preview.delimiter"),
          value: t(`preview.delimiters.${DELIMITERS[reading.delimiter]}`),
        },
        ...CATALOG_COLUMNS.map((column) => {
          const title = reading.columns[column]
          return {
            term: t(`fields.${column}`),
            value: title === undefined ? t("preview.absent") : t("preview.column", { title: title.trim() }),
          }
        }),
        ...(reading.ignored.length > 0
          ? [{ term: t("preview.ignored"), value: reading.ignored.join(", ") }]
          : []),
      ]}
    />
  )
}
