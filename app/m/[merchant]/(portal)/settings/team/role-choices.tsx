import { useTranslations } from "next-intl"
import { FieldGroup } from "@/components/ui/field"
import { ROLES, type Role } from "@/db/enums"

/** The three roles and their rights. */
export function RoleChoices({ legend, initial }: { legend: string; initial: Role }) {
  const t = useTranslations("settings.team.roles")
  const tRole = useTranslations("shell.role")
  return (
    <FieldGroup legend={legend}>
      {ROLES.toReversed().map((role) => (
        <label key={role} className="flex items-start gap-2.5">
          <input
            type="radio"
            name="role"
            value={role}
            defaultChecked={role === initial}
            className="mt-0.5 size-4 shrink-0 accent-ink"
          />
          <span>
            {tRole(role)}
            <span className="block text-13 text-secondary">{t(role)}</span>
          </span>
        </label>
      ))}
    </FieldGroup>
  )
}
