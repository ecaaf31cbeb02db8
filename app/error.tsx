"use client"
import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { ErrorState } from "@/components/ui/error-state"

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("common")
  return (
    <ErrorState
      title={t("errorPage.title")}
      reference={digestOf(error)}
      action={
        <Button variant="primary" onClick={retry}>
          {t("actions.retry")}
        </Button>
      }
      className="mx-auto px-4 py-24"
    >
      {t("errorPage.body")}
    </ErrorState>
  )
}

function digestOf(error: unknown) {
  return error instanceof Error && "digest" in error ? String(error.digest) : undefined
}
