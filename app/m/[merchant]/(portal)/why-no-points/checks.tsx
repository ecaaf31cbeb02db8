import { CircleCheck, Info, TriangleAlert } from "lucide-react"
import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Link } from "@/components/link"
import { cn } from "@/lib/cn"
import { type Surroundings, UNNAMED_LIMIT } from "@/lib/diagnosis/queries"
import type { Till } from "@/lib/tills/queries"
import { formatDateTime } from "@/lib/time"

const LOOK = {
  warn: { icon: TriangleAlert, text: "text-retrying" },
  fine: { icon: CircleCheck, text: "text-delivered" },
  note: { icon: Info, text: "text-secondary" },
}
const NAMED = 4

/** What to check when nothing was found: silent tills, orders kept offline, orders without a customer, numbers. */
export async function Checks({
  surroundings,
  tills,
  timeZone,
}: {
  surroundings: Surroundings
  tills: Till[]
  timeZone: string
}) {
  const [t, locale] = await Promise.all([getTranslations("diagnosis.checks"), getLocale()])
  const list = new Intl.ListFormat(locale, { type: "conjunction" })
  const names = (some: Till[]) =>
    list.format(
      some
        .slice(0, NAMED)
        .map(({ name, ref, locationName }) => [name ?? ref, locationName].filter(Boolean).join(", "))
        .concat(some.length > NAMED ? ["…"] : []),
    )
  const quiet = tills.filter(({ warnings }) => warnings.includes("quiet"))
  const backlog = tills.filter(({ warnings }) => warnings.includes("backlog"))
  const { unnamedOrders, sendsAnonymousOrders, lastNumbers } = surroundings

  return (
    <ul className="border-t">
      {quiet.length > 0 && (
        <Check look="warn">
          {t("tills.quiet", { count: quiet.length, names: names(quiet) })} <TillsLink />
        </Check>
      )}
      {backlog.length > 0 && (
        <Check look="warn">
          {t("tills.backlog", {
            count: backlog.reduce((sum, { offlineOrders }) => sum + (offlineOrders ?? 0), 0),
            names: names(backlog),
          })}{" "}
          <TillsLink />
        </Check>
      )}
      {quiet.length + backlog.length === 0 && (
        <Check look={tills.length ? "fine" : "note"}>
          {tills.length ? t("tills.fine") : t("tills.none")}
        </Check>
      )}
      <Check look={unnamedOrders === 0 ? "fine" : sendsAnonymousOrders ? "note" : "warn"}>
        {unnamedOrders > UNNAMED_LIMIT
          ? t("unnamed.more", { count: UNNAMED_LIMIT, isSent: sendsAnonymousOrders ? "yes" : "no" })
          : t(sendsAnonymousOrders ? "unnamed.claimable" : "unnamed.kept", { count: unnamedOrders })}
      </Check>
      <Check look="note">
        {lastNumbers.length === 0 ? (
          t("numbers.none")
        ) : (
          <>
            {t("numbers.known")}
            <ul className="mt-1 text-13 text-secondary">
              {lastNumbers.map(({ locationName, ref, closedAt }) => (
                <li key={locationName + ref}>
                  <span className="font-mono text-ink">{ref}</span> · {locationName} ·{" "}
                  {formatDateTime(closedAt, { locale, timeZone, style: "short" })}
                </li>
              ))}
            </ul>
          </>
        )}
      </Check>
    </ul>
  )
}

function Check({ look, children }: { look: keyof typeof LOOK; children: ReactNode }) {
  const { icon: Icon, text } = LOOK[look]
  return (
    <li className="flex gap-3 border-b py-3">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", text)} />
      <div className="min-w-0 text-pretty">{children}</div>
    </li>
  )
}

async function TillsLink() {
  const t = await getTranslations("diagnosis.checks.tills")
  return (
    <Link href="/tills" className="text-accent underline-offset-2 hover:underline">
      {t("action")}
    </Link>
  )
}
