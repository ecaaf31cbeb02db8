import { getTranslations } from "next-intl/server"
import type { LinkKind } from "@/db/enums"
import type { OpenedLink } from "@/lib/links/queries"
import { Title } from "./title"

/** Says why a link no longer works, and what to do. */
export async function ClosedLink({ of, link }: { of: LinkKind; link: OpenedLink | null }) {
  const t = await getTranslations("auth.closed")
  const state = link && link.state !== "open" ? link.state : "unknown"
  return (
    <>
      <Title>{t(`${state}.title`)}</Title>
      <p className="mt-3 text-pretty text-secondary">
        {t(`${state}.body`, { of, who: link?.createdBy ?? "" })}
      </p>
    </>
  )
}
