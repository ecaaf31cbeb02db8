"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { Select } from "@/components/ui/select"
import { ROLES, type Role } from "@/db/enums"
import { setRole } from "./actions"

/** Selecting changes nothing, because arrow keys step through the roles. The button saves the selected role. */
export function RoleSelect({ userId, name, role }: { userId: string; name: string; role: Role }) {
  const t = useTranslations("settings.team.role")
  const tRole = useTranslations("shell.role")
  const [chosen, setChosen] = useState(role)
  const { run, pending, refusal, forget } = useAction(setRole, {
    done: { tone: "delivered", title: t("done", { name, role: tRole(chosen) }) },
  })

  async function submit(event: FormEvent) {
    event.preventDefault()
    await run({ userId, role: chosen })
  }

  return (
    <form onSubmit={submit} className="flex flex-wrap items-center justify-end gap-2">
      {chosen !== role && (
        <Button type="submit" size="small" variant="primary" pending={pending}>
          {t("save")}
        </Button>
      )}
      <Select
        aria-label={t("label", { name })}
        value={chosen}
        onChange={(event) => {
          forget()
          setChosen(event.target.value as Role)
        }}
        className="w-40"
      >
        {ROLES.toReversed().map((value) => (
          <option key={value} value={value}>
            {tRole(value)}
          </option>
        ))}
      </Select>
      <p role="alert" className="max-w-80 basis-full text-pretty text-right text-13 text-failed empty:hidden">
        {refusal?.sentence}
      </p>
    </form>
  )
}
