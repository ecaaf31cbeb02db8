"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import { Enlist } from "./enlist"
import { Refused } from "./refused"
import { ScanDialog } from "./scan-dialog"
import { useCall } from "./use-call"
import type { OpenTicket } from "./use-ticket"

/** Treats input as a phone unless it contains a Pongo id. */
const isCode = (written: string) => written.includes("cust_")

/** Identifies the customer by phone or pass, and offers to sign up an unknown one. */
export function Identify({
  open: { call, session },
  onProfile,
}: {
  open: Pick<OpenTicket, "call" | "session">
  onProfile: (profile: LoyaltyProfile) => void
}) {
  const t = useTranslations("testTill.customer")
  const [written, setWritten] = useState("")
  const { isBusy, refusal, run, forget } = useCall()
  const isUnknown = refusal?.code === "customer_not_found"

  async function identify(text: string, isScanned = false) {
    if (text.trim() === "") return
    const called = await run(() =>
      call<LoyaltyProfile>("POST", "/customers/identify", {
        location_id: session.locationRef,
        ...(isCode(text) ? { code: text, typed: !isScanned } : { phone: text }),
      }),
    )
    if (called?.ok) onProfile(called.data)
  }

  return (
    <>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void identify(written)
        }}
        className="grid gap-4"
      >
        <Field
          name="who"
          label={t("who")}
          help={session.knownPhone ? t("hint", { phone: session.knownPhone }) : t("whoHelp")}
        >
          {(control) => (
            <Input
              {...control}
              value={written}
              inputMode="tel"
              autoComplete="off"
              onChange={(event) => {
                setWritten(event.target.value)
                forget()
              }}
            />
          )}
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={isBusy}>
            {t("find")}
          </Button>
          <ScanDialog
            onScan={(text) => {
              setWritten(text)
              void identify(text, true)
            }}
          />
        </div>
      </form>
      <Refused refusal={refusal} tone={isUnknown ? "neutral" : "failed"} className="mt-4" />
      {isUnknown && !isCode(written) && (
        <Enlist call={call} locationRef={session.locationRef} phone={written} onProfile={onProfile} />
      )}
    </>
  )
}
