import { redirect } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { z } from "zod"
import { titled } from "@/app/titled"
import { Link } from "@/components/link"
import { readSignedIn } from "@/lib/auth/session"
import { Title } from "../title"
import { SignInForm } from "./sign-in-form"

/** Accepts only paths of this site. Rejects `//elsewhere` and anything a browser reads as another host. */
const search = z.object({
  callbackUrl: z
    .string()
    .regex(/^\/(?![/\\])[^\s\\]*$/)
    .catch("/"),
})

export const generateMetadata = titled("auth.signIn.title")

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { callbackUrl } = search.parse(await searchParams)
  const [signedIn, t, tAccount] = await Promise.all([
    readSignedIn(),
    getTranslations("auth.signIn"),
    getTranslations("account.forgot"),
  ])
  if (signedIn) redirect(callbackUrl)
  return (
    <>
      <Title className="mb-6">{t("title")}</Title>
      <SignInForm callbackUrl={callbackUrl} />
      <p className="mt-5 text-13">
        <Link href="/forgot-password" className="rounded-control text-accent underline">
          {tAccount("link")}
        </Link>
      </p>
      <p className="mt-8 text-pretty text-13 text-secondary">{t("help")}</p>
    </>
  )
}
