import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import type { Diagnosis, Fix } from "@/lib/diagnosis/diagnose"
import type { DiagnosedOrder } from "@/lib/diagnosis/queries"
import { formatDateTime } from "@/lib/time"
import { locationHref } from "../locations/address"
import { ReplayButton } from "../orders/[id]/replay-button"
import { ConnectLink } from "../settings/connection/connect-link"

const TONE: Record<Fix, "neutral" | "warning" | "held" | "failed"> = {
  look: "warning",
  tell: "warning",
  settings: "warning",
  by_itself: "neutral",
  map: "held",
  remap: "held",
  connect: "held",
  reconnect: "held",
  replay: "failed",
}

/** What broke, what is safe, the button that fixes it, and the sentence for the customer. */
export async function Verdict({
  ctx,
  diagnosis: { problem, next, fix },
  order,
  timeZone,
}: {
  ctx: Ctx
  diagnosis: Diagnosis
  order: DiagnosedOrder | null
  timeZone: string
}) {
  const [t, locale] = await Promise.all([getTranslations("diagnosis"), getLocale()])
  const values = {
    ref: order?.ref ?? "",
    location: order?.locationName ?? "",
    message: order?.message || "none",
    store: order?.storeName ?? order?.storeSlug ?? "",
    pongoRef: order?.pongoOrderRef ?? order?.ref ?? "",
    at: order?.deliveredAt ? formatDateTime(order.deliveredAt, { locale, timeZone }) : "",
  }
  const say = problem ? t(`problems.${problem}.say`, values) : t("whole.say", values)
  return (
    <div className="mb-8 grid gap-4">
      {problem && fix ? (
        <Banner
          tone={TONE[fix]}
          title={t(`problems.${problem}.title`, values)}
          action={order && (await fixOf(ctx, fix, order))}
        >
          <p>{t(`problems.${problem}.body`, values)}</p>
          {next && (
            <p>
              {t(`problems.${next}.title`, values)}. {t(`problems.${next}.body`, values)}
            </p>
          )}
        </Banner>
      ) : (
        <Banner tone="delivered" title={t("whole.title", values)}>
          {t("whole.body", values)}
        </Banner>
      )}
      <figure className="rounded-card border px-4 py-3">
        <figcaption className="flex items-center justify-between gap-4 text-13 text-secondary">
          {t("say.title")}
          <CopyButton value={say} label={t("say.copy")} />
        </figcaption>
        <blockquote className="mt-1 max-w-prose text-pretty text-16">{say}</blockquote>
      </figure>
    </div>
  )
}

async function fixOf(ctx: Ctx, fix: Fix, order: DiagnosedOrder): Promise<ReactNode> {
  const t = await getTranslations("diagnosis.fix")
  if (fix === "look" || fix === "by_itself" || fix === "tell") return null
  if (!hasRole(ctx, alsoActing("manager"))) return <p className="text-13 text-secondary">{t("viewer")}</p>
  if (fix === "replay") return <ReplayButton id={order.id} orderRef={order.ref} isRetrying={false} />
  if (fix === "settings")
    return (
      <ButtonLink variant="secondary" href="/settings/privacy">
        {t("settings")}
      </ButtonLink>
    )
  if (fix === "map" || fix === "remap")
    return (
      <ButtonLink
        variant="primary"
        href={locationHref(order.locationId)}
        className="min-w-0 max-w-full shrink"
      >
        <span className="truncate">
          {fix === "remap" ? t("remap") : t("map", { location: order.locationName })}
        </span>
      </ButtonLink>
    )
  return <ConnectLink variant="primary">{t(fix)}</ConnectLink>
}
