import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"

type Key = Parameters<Awaited<ReturnType<typeof getTranslations<never>>>>[0]

/** `generateMetadata` of a page whose title is a message. */
export const titled = (title: Key) => async (): Promise<Metadata> => ({
  title: (await getTranslations())(title),
})

/** {@link titled}, for a page whose address is a secret: keeps it out of the referrer. */
export const titledInSecret = (title: Key) => async (): Promise<Metadata> => ({
  ...(await titled(title)()),
  referrer: "no-referrer",
})
