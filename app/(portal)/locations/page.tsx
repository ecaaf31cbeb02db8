import type { Metadata } from "next"
import { getLocale, getTranslations } from "next-intl/server"
import { Badge } from "@/components/ui/badge"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader, Section } from "@/components/ui/page-header"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getConnection, listStores, type Store } from "@/lib/connections/queries"
import { byHeldCost } from "@/lib/locations/held-cost"
import {
  type ArchivedLocation,
  type Location,
  listArchivedWaiting,
  listLocations,
} from "@/lib/locations/queries"
import { listSuggestions } from "@/lib/mappings/queries"
import { AUTO_ACCEPT_CONFIDENCE } from "@/lib/mappings/suggest"
import { getMerchant } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import { formatDateTime } from "@/lib/time"
import { AcceptSuggestions } from "./accept-suggestions"
import { AddLocation } from "./add-location"
import { ArchivedRow } from "./archived-row"
import { LocationRow, stateOf } from "./location-row"
import { RefreshButton } from "./refresh-button"
import type { StoreOption } from "./store-picker"
import { StoresNotice } from "./stores-notice"
import { reasonsInWords } from "./suggestion-words"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("locations"))("title") }
}

export default async function LocationsPage() {
  const ctx = await requireMember()
  const [t, locale, merchant, connection, locations, stores, archived, suggestions] = await Promise.all([
    getTranslations("locations"),
    getLocale(),
    getMerchant(ctx),
    getConnection(ctx),
    listLocations(ctx),
    listStores(ctx),
    listArchivedWaiting(ctx),
    listSuggestions(ctx),
  ])
  const canEdit = hasRole(ctx, "manager")
  const isConnected = connection?.state === "connected" || connection?.state === "expiring"
  const moment = (date: Date) => formatDateTime(date, { locale, timeZone: merchant.timeZone, style: "short" })
  const held = ({ heldOrders, heldCents, heldSince }: Location | ArchivedLocation) =>
    heldOrders > 0 && heldSince
      ? t("held", {
          count: heldOrders,
          since: moment(heldSince),
          amount: formatMoney(heldCents, merchant.currency, locale),
        })
      : null
  const suggestionOf = ({ id }: Location) => {
    const found = suggestions.find(({ locationId }) => locationId === id)
    if (!found) return undefined
    const isSure = found.confidence >= AUTO_ACCEPT_CONFIDENCE
    const why = reasonsInWords(found, t)
    return { storeSlug: found.storeSlug, why: t("suggestion.why", { isSure: String(isSure), why }) }
  }
  const rowsOf = (list: Location[]) => (
    <ul className="border-t md:-mx-3">
      {list.map((location) => (
        <LocationRow
          key={location.id}
          location={location}
          options={optionsFor(location, locations, stores, t)}
          suggestion={suggestionOf(location)}
          held={held(location)}
          canEdit={canEdit}
          isConnected={isConnected}
        />
      ))}
    </ul>
  )

  const todo = locations.filter((location) => stateOf(location) !== "mapped").sort(byHeldCost)
  const mapped = locations.filter((location) => stateOf(location) === "mapped")
  const sure = todo.flatMap((location) => {
    const found = suggestions.find(({ locationId }) => locationId === location.id)
    if (!found || location.storeSlug !== null || found.confidence < AUTO_ACCEPT_CONFIDENCE) return []
    const { locationId, storeSlug } = found
    const store = stores.find(({ slug }) => slug === storeSlug)?.name ?? storeSlug
    return [{ locationId, location: location.name, storeSlug, store, why: reasonsInWords(found, t) }]
  })
  const waiting = todo.reduce((sum, { heldOrders }) => sum + heldOrders, 0)
  const waitingCents = todo.reduce((sum, { heldCents }) => sum + heldCents, 0)
  const taken = new Set(locations.map(({ storeSlug }) => storeSlug))
  const free = stores.filter(({ slug, goneAt }) => !goneAt && !taken.has(slug))

  return (
    <>
      <PageHeader
        title={t("title")}
        sentence={t("sentence")}
        action={
          canEdit && (
            <>
              {isConnected && <RefreshButton />}
              <ButtonLink href="/locations/import">{t("import.open")}</ButtonLink>
              {locations.length > 0 && <AddLocation />}
            </>
          )
        }
      />
      {!canEdit && <Banner className="mb-6">{t("readOnly")}</Banner>}
      <StoresNotice
        connection={connection}
        storeCount={stores.length}
        canEdit={canEdit}
        fetchedAt={connection?.storesFetchedAt ? moment(connection.storesFetchedAt) : null}
      />

      {locations.length === 0 && (
        <div className="border-y">
          <EmptyState
            title={t("empty.title")}
            action={canEdit && <AddLocation variant={isConnected ? "primary" : "secondary"} />}
          >
            {t("empty.body")}
          </EmptyState>
        </div>
      )}
      {todo.length > 0 && (
        <Section
          title={t("todo.title")}
          sentence={
            waiting > 0 && isConnected
              ? t("todo.sentence", {
                  count: waiting,
                  amount: formatMoney(waitingCents, merchant.currency, locale),
                })
              : t("todo.calm")
          }
        >
          {canEdit && <AcceptSuggestions suggestions={sure} />}
          {rowsOf(todo)}
        </Section>
      )}
      {mapped.length > 0 && <Section title={t("mapped.title")}>{rowsOf(mapped)}</Section>}
      {archived.length > 0 && (
        <Section title={t("archived.title")} sentence={t("archived.sentence")}>
          <ul className="border-t md:-mx-3">
            {archived.map((location) => (
              <ArchivedRow
                key={location.id}
                id={location.id}
                location={{
                  ref: location.ref,
                  name: location.name,
                  address: location.address ?? undefined,
                  postalCode: location.postalCode ?? undefined,
                  city: location.city ?? undefined,
                }}
                held={held(location) ?? ""}
                canEdit={canEdit}
              />
            ))}
          </ul>
        </Section>
      )}
      {free.length > 0 && (
        <Section title={t("free.title")} sentence={t("free.sentence")}>
          <ul className="border-t md:-mx-3">
            {free.map((store) => (
              <li
                key={store.slug}
                className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b py-3 md:px-3"
              >
                <span>{store.name}</span>
                {store.isNew && <Badge className="self-center">{t("free.new")}</Badge>}
                <span className="text-13 text-secondary">
                  {[store.address, [store.postalCode, store.city].filter(Boolean).join(" ")]
                    .filter(Boolean)
                    .join(", ")}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

/** The stores a location may have: free ones and its own. Others say who has them. */
function optionsFor(
  location: Location,
  locations: Location[],
  stores: Store[],
  t: Awaited<ReturnType<typeof getTranslations<"locations">>>,
): StoreOption[] {
  return stores
    .filter(({ slug, goneAt }) => !goneAt || slug === location.storeSlug)
    .map(({ slug, name, goneAt }) => {
      const holder = locations.find((other) => other.storeSlug === slug && other.id !== location.id)
      if (goneAt) return { slug, label: t("gone", { store: name }), isDisabled: true }
      if (holder)
        return { slug, label: t("takenBy", { store: name, location: holder.name }), isDisabled: true }
      return { slug, label: name, isDisabled: false }
    })
}
