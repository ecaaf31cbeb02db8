"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { acceptInvitation } from "./actions"

export function AcceptButton({ token }: { token: string }) {
  const t = useTranslations("auth.invite")
  const { run, pending, refusal } = useAction(acceptInvitation)
  return (
    <>
      <div role="alert">
        {refusal && (
          <Banner tone="failed" className="mb-6">
            {refusal.sentence}
          </Banner>
        )}
      </div>
      <Button variant="primary" pending={pending} onClick={() => run({ token })}>
        {t("accept")}
      </Button>
    </>
  )
}
