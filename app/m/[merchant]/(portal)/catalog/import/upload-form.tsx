"use client"
import { useTranslations } from "next-intl"
import { useRouter } from "@/components/link"
import { MAX_FILE_BYTES, MAX_PRODUCTS } from "@/lib/catalog/schema"
import { CsvUpload } from "../../csv-upload"
import { readFile } from "../actions"

/** Uploads a file. The next page shows the result. */
export function UploadForm() {
  const t = useTranslations("catalog.upload")
  const router = useRouter()
  return (
    <CsvUpload
      action={readFile}
      maxBytes={MAX_FILE_BYTES}
      words={{
        file: t("file"),
        help: t("help", { rows: MAX_PRODUCTS, size: MAX_FILE_BYTES / 1_048_576 }),
        submit: t("submit"),
        template: t("template"),
      }}
      templateHref="/catalog/template.csv"
      onRead={({ id }) => router.push(`/catalog/import/${id}`)}
    />
  )
}
