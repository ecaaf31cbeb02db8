import { getTranslations } from "next-intl/server"
import { titledInSecret } from "@/app/titled"
import { ButtonLink } from "@/components/ui/button"
import { SubmitButton } from "@/components/ui/submit-button"
import { PASSWORD_MIN_LENGTH } from "@/lib/auth/passwords"
import { readSignedIn } from "@/lib/auth/session"
import { findInvitation } from "@/lib/team/queries"
import { Title } from "../../title"
import { AcceptButton } from "./accept-button"
import { signOutAndReturn } from "./actions"
import { NewAccountForm } from "./new-account-form"

export const generateMetadata = titledInSecret("auth.invite.pageTitle")

export default async function InvitePage({ params }: PageProps<"/invite/[token]">) {
  const { token } = await params
  const [invitation, signedIn, t] = await Promise.all([
    findInvitation(token),
    readSignedIn(),
    getTranslations("auth.invite"),
  ])
  if (!invitation)
    return (
      <>
        <Title>{t("invalid.title")}</Title>
        <p className="mt-3 text-pretty text-secondary">{t("invalid.body")}</p>
        <ButtonLink href="/" className="mt-6">
          {signedIn ? t("invalid.home") : t("invalid.signIn")}
        </ButtonLink>
      </>
    )

  const isOtherAccount = signedIn !== null && signedIn.email.toLowerCase() !== invitation.email.toLowerCase()
  return (
    <>
      <Title>{t("title", { merchant: invitation.merchantName })}</Title>
      <p className="mb-6 mt-3 text-pretty text-secondary">
        {t.rich(`role.${invitation.role}`, {
          email: invitation.email,
          b: (words) => <span className="text-ink">{words}</span>,
        })}
      </p>
      {isOtherAccount ? (
        <>
          <p className="mb-6 text-pretty">
            {t("otherAccount.body", { email: signedIn.email, invited: invitation.email })}
          </p>
          <form action={signOutAndReturn.bind(null, token)}>
            <SubmitButton>{t("otherAccount.signOut")}</SubmitButton>
          </form>
        </>
      ) : signedIn ? (
        <AcceptButton token={token} />
      ) : invitation.hasAccount ? (
        <>
          <p className="mb-6 text-pretty">{t("existing.body")}</p>
          <ButtonLink
            variant="primary"
            href={`/sign-in?callbackUrl=${encodeURIComponent(`/invite/${token}`)}`}
          >
            {t("existing.signIn")}
          </ButtonLink>
        </>
      ) : (
        <NewAccountForm token={token} passwordMinLength={PASSWORD_MIN_LENGTH} />
      )}
    </>
  )
}
