import { useTranslations } from "next-intl"
import { FieldGroup } from "@/components/ui/field"
import { RadioField } from "@/components/ui/radio"
import { ROLES, type Role } from "@/db/enums"

/** The three roles and their rights. */
export function RoleChoices({ legend, initial }: { legend: string; initial: Role }) {
  const t = useTranslations("settings.team.roles")
  const tRole = useTranslations("shell.role")
  return (
    <FieldGroup legend={legend}>
      {ROLES.toReversed().map((role) => (
        <RadioField
          key={role}
          name="role"
          value={role}
          label={tRole(role)}
          help={t(role)}
          defaultChecked={role === initial}
        />
      ))}
    </FieldGroup>
  )
}
