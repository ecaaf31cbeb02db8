"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Section } from "@/components/ui/page-header"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import { Enlist } from "./enlist"
import { Profile } from "./profile"
import { ScanDialog } from "./scan-dialog"
import type { Call } from "./test-till"
import type { TicketLine } from "./ticket"

/** Treats input as a phone unless it contains a Pongo id. */
const isCode = (written: string) => written.includes("cust_")

/** Identifies the customer by phone, by pass, or by signing them up. */
export function CustomerPanel({
  call,
  locationRef,
  profile,
  onProfile,
  usedHashes,
  onUse,
  hint,
}: {
  call: Call
  locationRef: string
  profile: LoyaltyProfile | undefined
  onProfile: (profile: LoyaltyProfile | undefined) => void
  usedHashes: string[]
  onUse: (line: TicketLine) => void
  hint: string | null
}) {
  const t = useTranslations("testTill.customer")
  const [written, setWritten] = useState("")
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<{ code: string; sentence: string }>()

  async function identify(text: string, isScanned = false) {
    if (text.trim() === "") return
    setBusy(true)
    const called = await call<LoyaltyProfile>("POST", "/customers/identify", {
      location_id: locationRef,
      ...(isCode(text) ? { code: text, typed: !isScanned } : { phone: text }),
    })
    setBusy(false)
    setRefusal(called.ok ? undefined : called)
    onProfile(called.ok ? called.data : undefined)
  }

  if (profile)
    return (
      <Section
        title={t("title")}
        action={
          <Button
            size="small"
            variant="ghost"
            onClick={() => {
              onProfile(undefined)
              setWritten("")
            }}
          >
            {t("another")}
          </Button>
        }
      >
        <Profile
          call={call}
          locationRef={locationRef}
          profile={profile}
          onProfile={onProfile}
          usedHashes={usedHashes}
          onUse={onUse}
        />
      </Section>
    )
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void identify(written)
        }}
        className="grid gap-4"
      >
        <Field name="who" label={t("who")} help={hint ? t("hint", { phone: hint }) : t("whoHelp")}>
          {(control) => (
            <Input
              {...control}
              value={written}
              inputMode="tel"
              autoComplete="off"
              onChange={(event) => {
                setWritten(event.target.value)
                setRefusal(undefined)
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
      {refusal && (
        <div role="alert" className="mt-4">
          <Banner tone={refusal.code === "customer_not_found" ? "neutral" : "failed"}>
            {refusal.sentence}
          </Banner>
        </div>
      )}
      {refusal?.code === "customer_not_found" && !isCode(written) && (
        <Enlist call={call} locationRef={locationRef} phone={written} onProfile={onProfile} />
      )}
    </Section>
  )
}
