"use client"
import { FileText } from "lucide-react"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { useRouter } from "@/components/link"
import { report } from "./actions"

/** Creates a dated report of the current state and opens it. */
export function MakeReport({ isNext }: { isNext: boolean }) {
  const t = useTranslations("goLive.report")
  const router = useRouter()
  return (
    <ActionButton
      variant={isNext ? "primary" : "secondary"}
      action={report}
      input={{}}
      onDone={({ id }) => router.push(`/go-live/reports/${id}`)}
      failed={t("failed")}
    >
      <FileText aria-hidden />
      {t("make")}
    </ActionButton>
  )
}
