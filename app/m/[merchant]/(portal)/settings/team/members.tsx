"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import type { Role } from "@/db/enums"
import { remove } from "./actions"
import { RoleSelect } from "./role-select"

type Member = { userId: string; name: string; email: string; role: Role; isSelf: boolean; since: string }

export function Members({ members, mayChange }: { members: Member[]; mayChange: boolean }) {
  return (
    <ul className="border-t">
      {members.map((member) => (
        <MemberItem key={member.userId} member={member} mayChange={mayChange} />
      ))}
    </ul>
  )
}

function MemberItem({ member, mayChange }: { member: Member; mayChange: boolean }) {
  const t = useTranslations("settings.team")
  const tRole = useTranslations("shell.role")
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {member.name}
          {member.isSelf && <Badge>{t("you")}</Badge>}
        </p>
        <p className="break-words text-13 text-secondary">
          {member.email} · {t("since", { date: member.since })}
        </p>
      </div>
      {mayChange ? (
        <div className="flex flex-wrap items-center gap-2">
          <RoleSelect key={member.role} userId={member.userId} name={member.name} role={member.role} />
          <RemoveMember {...member} />
        </div>
      ) : (
        <p className="text-secondary">{tRole(member.role)}</p>
      )}
    </li>
  )
}

function RemoveMember({ userId, name, isSelf }: Member) {
  const t = useTranslations("settings.team.remove")
  const { run } = useAction(remove, { done: isSelf ? undefined : { title: t("done", { name }) } })
  return (
    <ConfirmDialog
      trigger={
        <Button
          size="small"
          variant="ghost"
          className="min-w-20"
          aria-label={isSelf ? t("leaveLabel") : t("label", { name })}
        >
          {isSelf ? t("leave") : t("trigger")}
        </Button>
      }
      title={isSelf ? t("leaveTitle") : t("title", { name })}
      consequence={isSelf ? t("leaveConsequence") : t("consequence", { name })}
      confirmLabel={isSelf ? t("leaveLabel") : t("confirm")}
      tone="danger"
      onConfirm={() => run({ userId })}
    />
  )
}
