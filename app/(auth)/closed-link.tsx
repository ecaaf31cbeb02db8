import { getTranslations } from "next-intl/server"
import type { LinkKind } from "@/db/enums"
import type { OpenedLink } from "@/lib/links/queries"

/** Says why a link no longer works, and what to do. */
export async function ClosedLink({ of, link }: { of: LinkKind; link: OpenedLink | null }) {
  const t = await getTranslations("auth.closed")
  const state = link && link.state !== "open" ? link.state : "unknown"
  return (
    <>
      <h1 className="text-balance text-28 font-medium tracking-[-0.015em]">{t(`${state}.title`)}</h1>
      <p className="mt-3 text-pretty text-secondary">
        {t(`${state}.body`, { of, who: link?.createdBy ?? "" })}
      </p>
    </>
  )
}
