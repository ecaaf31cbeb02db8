"use client"
import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { Refused } from "./refused"
import { useCall } from "./use-call"
import type { Order } from "./use-order"

/** A payment or refund that got no answer: repeats the same call, which has one effect. */
export function Verify({ verify }: Pick<Order, "verify">) {
  const t = useTranslations("testTill.verify")
  const { isBusy, refusal, run } = useCall()
  return (
    <div className="grid max-w-form gap-4">
      <p className="text-pretty text-secondary">{t("body")}</p>
      <p>
        <Button variant="primary" pending={isBusy} onClick={() => run(verify)}>
          {t("submit")}
        </Button>
      </p>
      <Refused refusal={refusal} tone="warning" />
    </div>
  )
}
