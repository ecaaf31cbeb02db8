"use client"
import { unstable_isUnrecognizedActionError as isOfAnOlderPage } from "next/navigation"
import { useTranslations } from "next-intl"
import { ReloadButton } from "@/components/new-version"
import { Button } from "@/components/ui/button"
import { ErrorState } from "@/components/ui/error-state"

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("common")
  const tErrors = useTranslations("errors")
  // A plain form, such as sign-out, sent from a page older than the server.
  if (isOfAnOlderPage(error))
    return (
      <ErrorState title={t("newVersion.title")} action={<ReloadButton />} className="mx-auto px-4 py-24">
        {tErrors("new_version")}
      </ErrorState>
    )
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
