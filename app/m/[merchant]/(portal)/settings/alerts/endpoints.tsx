"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { EmptyState } from "@/components/ui/empty-state"
import { Section } from "@/components/ui/page-header"
import { SecretPanel } from "@/components/ui/secret-panel"
import type { AlertDeliveryState, AlertKind } from "@/db/enums"
import { ALERT_KINDS } from "@/db/enums"
import { DeliveryState } from "./delivery-state"
import { EndpointActions } from "./endpoint-actions"
import { NewEndpointDialog } from "./new-endpoint-dialog"

type EndpointRow = {
  id: string
  url: string
  kinds: AlertKind[]
  added: string
  last: { state: AlertDeliveryState; when: string } | null
}

/** The merchant's webhook endpoints. A new one's secret stays on the page until the person has copied it. */
export function Endpoints({
  endpoints,
  mayChange,
  isFull,
}: {
  endpoints: EndpointRow[]
  mayChange: boolean
  isFull: boolean
}) {
  const t = useTranslations("alerts.settings.endpoints")
  const [created, setCreated] = useState<{ url: string; secret: string }>()
  const sentence = mayChange ? t("sentence") : `${t("sentence")} ${t("whoMay")}`
  return (
    <Section
      title={t("title")}
      sentence={isFull ? `${sentence} ${t("full")}` : sentence}
      action={mayChange && !isFull && <NewEndpointDialog onCreated={setCreated} />}
    >
      {created && (
        <SecretPanel
          secret={{ label: t("secret", { host: new URL(created.url).host }), value: created.secret }}
          hint={t("secretUse")}
          copiedLabel={t("copied")}
          onCopied={() => setCreated(undefined)}
          className="mb-6"
        />
      )}
      {endpoints.length === 0 ? (
        <div className="border-t">
          <EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>
        </div>
      ) : (
        <ul className="border-t">
          {endpoints.map((endpoint) => (
            <li
              key={endpoint.id}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b py-3"
            >
              <div className="min-w-0 flex-1 basis-72">
                <p className="break-all font-mono text-13">{endpoint.url}</p>
                <p className="mt-0.5 text-13 text-secondary">
                  {endpoint.kinds.length === ALERT_KINDS.length
                    ? t("all")
                    : t("some", { count: endpoint.kinds.length })}
                  {" · "}
                  {t("added", { date: endpoint.added })}
                </p>
              </div>
              {endpoint.last && (
                <p className="flex items-center gap-2 text-13 text-secondary">
                  <DeliveryState state={endpoint.last.state} />
                  {endpoint.last.when}
                </p>
              )}
              {mayChange && <EndpointActions id={endpoint.id} host={new URL(endpoint.url).host} />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
