import { getLocale, getNow, getTimeZone, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { PageHeader, Section } from "@/components/ui/page-header"
import type { Device } from "@/lib/account/device"
import { listSessions } from "@/lib/account/queries"
import { PASSWORD_MIN_LENGTH } from "@/lib/auth/passwords"
import { requireSignedIn } from "@/lib/auth/session"
import { env } from "@/lib/env"
import { formatDateTime, formatRelative } from "@/lib/time"
import { EmailForm } from "./email-form"
import { PasswordForm } from "./password-form"
import { Sessions } from "./sessions"

export const generateMetadata = titled("account.title")

export default async function AccountPage() {
  const signedIn = await requireSignedIn()
  const [sessions, t, locale, now, timeZone] = await Promise.all([
    listSessions(signedIn),
    getTranslations("account"),
    getLocale(),
    getNow(),
    getTimeZone(),
  ])
  const nameOf = ({ browser, system }: Device) => {
    if (browser && system) return t("sessions.device", { browser, system })
    return browser ?? system ?? t("sessions.unknown")
  }
  return (
    <>
      <PageHeader back={{ href: "/", label: t("back") }} title={t("title")} sentence={t("sentence")} />
      <Section
        title={t("email.title")}
        sentence={t.rich("email.sentence", {
          email: signedIn.email,
          b: (words) => <span className="break-words text-ink">{words}</span>,
        })}
      >
        {env.SMTP_URL ? (
          <EmailForm />
        ) : (
          <Banner tone="warning" title={t("mailOff.title")} className="max-w-prose">
            {t("mailOff.body")}
          </Banner>
        )}
      </Section>
      <Section title={t("password.title")} sentence={t("password.sentence")}>
        <PasswordForm email={signedIn.email} minLength={PASSWORD_MIN_LENGTH} />
      </Section>
      <Sessions
        sessions={sessions.map(({ ref, isThis, device, network, signedInAt, lastSeenAt }) => ({
          ref,
          isThis,
          device: nameOf(device),
          facts: [
            network ? t("sessions.network", { network }) : t("sessions.networkUnknown"),
            t("sessions.seen", { when: formatRelative(lastSeenAt, now, locale) }),
            t("sessions.since", { date: formatDateTime(signedInAt, { locale, timeZone, style: "date" }) }),
          ].join(" · "),
        }))}
      />
    </>
  )
}
