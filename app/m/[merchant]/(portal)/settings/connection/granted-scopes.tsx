import { useTranslations } from "next-intl"
import { DefinitionList } from "@/components/ui/definition-list"
import { Section } from "@/components/ui/page-header"
import type { Connection } from "@/lib/connections/queries"

const SUBJECTS = ["customer", "reward", "order"] as const
const DEEDS = ["create", "read", "update"] as const

/** The scopes Pongo granted, in words, and those missing. */
export function GrantedScopes({ connection }: { connection: Connection }) {
  const t = useTranslations("settings.connection.scopes")
  const wordsOf = (subject: string, scopes: readonly string[]) =>
    DEEDS.filter((deed) => scopes.includes(`${subject}.${deed}`))
      .map((deed) => t(`deeds.${deed}`))
      .join(", ")
  const has = (subject: string, scopes: readonly string[]) =>
    scopes.some((scope) => scope.startsWith(`${subject}.`))
  return (
    <Section title={t("title")} sentence={t(connection.scopesSource)}>
      <DefinitionList
        items={SUBJECTS.map((subject) => ({
          term: t(`subjects.${subject}`),
          value: (
            <>
              {has(subject, connection.scopes) ? (
                wordsOf(subject, connection.scopes)
              ) : (
                <span className="text-secondary">{t("nothing")}</span>
              )}
              {has(subject, connection.missingScopes) && (
                <span className="block text-failed">
                  {t(`missing.${subject}`, { words: wordsOf(subject, connection.missingScopes) })}
                </span>
              )}
            </>
          ),
        }))}
      />
      {connection.missingScopes.length > 0 && <p className="mt-3 max-w-prose">{t("mend")}</p>}
    </Section>
  )
}
