"use client"
import { FileText } from "lucide-react"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { report } from "./actions"

/** Makes a dated report of what stands now, and opens it. */
export function MakeReport() {
  const t = useTranslations("goLive.report")
  const router = useRouter()
  const { run, pending } = useAction(report)
  const press = async () => {
    const outcome = await run({})
    if (outcome.ok) router.push(`/go-live/reports/${outcome.data.id}`)
    else toast({ tone: "failed", title: t("failed"), description: outcome.refusal.sentence })
  }
  return (
    <Button variant="primary" pending={pending} onClick={press}>
      <FileText aria-hidden />
      {t("make")}
    </Button>
  )
}
