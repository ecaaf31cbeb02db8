"use client"
import { useTranslations } from "next-intl"
import { type ReactNode, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { Section } from "@/components/ui/page-header"
import type { Role } from "@/db/enums"
import { cancelInvitation } from "./actions"
import { InviteDialog } from "./invite-dialog"
import { type Invited, InvitedPanel } from "./invited-panel"

type Invitation = { id: string; email: string; role: Role; expires: string }

/** Members, pending invitations, and the link of a new invitation until it is copied. */
export function Invitations({
  merchantName,
  isMailed,
  mayInvite,
  invitations,
  children,
}: {
  merchantName: string
  isMailed: boolean
  mayInvite: boolean
  invitations: Invitation[]
  children: ReactNode
}) {
  const t = useTranslations("settings.team")
  const [invited, setInvited] = useState<Invited>()
  return (
    <>
      <Section
        title={t("title")}
        sentence={mayInvite ? t("sentence", { merchant: merchantName }) : t("whoMay")}
        action={mayInvite && <InviteDialog onInvited={setInvited} />}
      >
        {invited && (
          <InvitedPanel invited={invited} isMailed={isMailed} onCopied={() => setInvited(undefined)} />
        )}
        {children}
      </Section>
      {invitations.length > 0 && (
        <Section title={t("pending.title")} sentence={t("pending.sentence")}>
          <ul className="border-t">
            {invitations.map((invitation) => (
              <Pending key={invitation.id} {...invitation} />
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function Pending({ id, email, role, expires }: Invitation) {
  const t = useTranslations("settings.team.pending")
  const tRole = useTranslations("shell.role")
  const { run } = useAction(cancelInvitation, { done: { title: t("cancelled") } })
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b py-2.5">
      <div className="min-w-0">
        <p className="break-words">{email}</p>
        <p className="text-13 text-secondary">
          {tRole(role)} · {t("expires", { when: expires })}
        </p>
      </div>
      <ConfirmDialog
        trigger={
          <Button size="small" variant="ghost" aria-label={t("cancelLabel", { email })}>
            {t("cancel")}
          </Button>
        }
        title={t("cancelTitle")}
        consequence={t("cancelConsequence", { email })}
        confirmLabel={t("cancelConfirm")}
        tone="danger"
        onConfirm={() => run({ id })}
      />
    </li>
  )
}
