import { useLocale, useNow, useTranslations } from "next-intl"
import { DefinitionList } from "@/components/ui/definition-list"
import type { Connection } from "@/lib/connections/queries"
import { formatDateTime, formatRelative } from "@/lib/time"
import { RefreshStores } from "./refresh-stores"

const RELATIVE_WITHIN_MS = 30 * 86_400_000

/** The account, when and how it was connected, and Pongo's last responses. */
export function ConnectionFacts({
  connection,
  storeCount,
  timeZone,
  isOn,
  mayRefresh,
}: {
  connection: Connection
  storeCount: number
  timeZone: string
  /** Whether Pongo accepts the current token. Without one, nothing expires. */
  isOn: boolean
  mayRefresh: boolean
}) {
  const t = useTranslations("settings.connection.facts")
  const locale = useLocale()
  const now = useNow()
  const moment = (date: Date | null) =>
    date && (
      <>
        {formatDateTime(date, { locale, timeZone })}{" "}
        {Math.abs(date.getTime() - now.getTime()) < RELATIVE_WITHIN_MS && (
          <span className="text-secondary">({formatRelative(date, now, locale)})</span>
        )}
      </>
    )
  return (
    <DefinitionList
      items={[
        {
          term: t("account"),
          value: connection.pongoMerchantName ? (
            <>
              {connection.pongoMerchantName}
              {connection.pongoAccountEmail && (
                <span className="block text-secondary">{connection.pongoAccountEmail}</span>
              )}
            </>
          ) : (
            <span className="text-secondary">{t("accountUnknown")}</span>
          ),
        },
        { term: t("since"), value: moment(connection.connectedAt) },
        { term: t("via"), value: t(`viaWords.${connection.via}`) },
        ...(isOn
          ? [
              {
                term: t("expires"),
                value: moment(connection.expiresAt) ?? (
                  <span className="text-secondary">{t("expiresUnknown")}</span>
                ),
              },
            ]
          : []),
        {
          term: t("lastSuccess"),
          value: moment(connection.lastSuccessAt) ?? <span className="text-secondary">{t("never")}</span>,
        },
        {
          term: t("stores"),
          value: (
            <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
              <div className="min-w-0">
                <p>{t("storeCount", { count: storeCount })}</p>
                <p className="text-secondary">
                  {connection.storesFetchedAt
                    ? t("storesFetched", { when: formatRelative(connection.storesFetchedAt, now, locale) })
                    : t("storesNeverFetched")}
                </p>
                {connection.storesError && (
                  <p className="mt-1 max-w-prose text-failed">
                    {t("storesError", { kind: connection.storesError, count: storeCount })}
                  </p>
                )}
              </div>
              {mayRefresh && <RefreshStores />}
            </div>
          ),
        },
      ]}
    />
  )
}
