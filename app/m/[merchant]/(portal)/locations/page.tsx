import { useTranslations } from "next-intl"
import { getLocale, getTranslations } from "next-intl/server"
import type { z } from "zod"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader, Section } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { Skeleton } from "@/components/ui/skeleton"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getConnection, isUsable, listStores, type Store } from "@/lib/connections/queries"
import { byHeldCost } from "@/lib/locations/held-cost"
import {
  type ArchivedLocation,
  type Location,
  listArchivedWaiting,
  listLocations,
} from "@/lib/locations/queries"
import { locationsPage } from "@/lib/locations/schema"
import { listSuggestions } from "@/lib/mappings/queries"
import { MOST_ACCEPTED } from "@/lib/mappings/schema"
import { AUTO_ACCEPT_CONFIDENCE, type Suggestion } from "@/lib/mappings/suggest"
import { formatsOf } from "@/lib/merchants/formats"
import { getMerchant, type MerchantSettings } from "@/lib/merchants/queries"
import { LiveRefresh } from "../live-refresh"
import { AcceptSuggestions } from "./accept-suggestions"
import { AddLocation } from "./add-location"
import { ArchivedRow } from "./archived-row"
import { FreeStores } from "./free-stores"
import { LocationRow, stateOf } from "./location-row"
import { RefreshButton } from "./refresh-button"
import { type StoreChoice, StoreChoices } from "./store-choices"
import { StoresNotice } from "./stores-notice"
import { reasonsInWords } from "./suggestion-words"

export const generateMetadata = titled("locations.title")

const COMPUTING_REFRESH_MS = 3_000
/** Page size, for locations and for free stores. */
const ON_A_PAGE = 100

export default async function LocationsPage({ params, searchParams }: PageProps<"/m/[merchant]/locations">) {
  const ctx = await requireMember(params)
  const asked = locationsPage.parse(await searchParams)
  const [t, locale, merchant, connection, locations, stores, archived, { suggestions, isComputing }] =
    await Promise.all([
      getTranslations("locations"),
      getLocale(),
      getMerchant(ctx),
      getConnection(ctx),
      listLocations(ctx),
      listStores(ctx),
      listArchivedWaiting(ctx),
      listSuggestions(ctx),
    ])
  const canEdit = hasRole(ctx, alsoActing("manager"))
  const isConnected = isUsable(connection)
  const { money, moment } = formatsOf(merchant, locale)
  const suggested = new Map(suggestions.map((found) => [found.locationId, found]))
  const shared = { merchant, suggested, canEdit, isConnected }

  const todo = locations.filter((location) => stateOf(location) !== "mapped").sort(byHeldCost)
  const mapped = locations.filter((location) => stateOf(location) === "mapped")
  const all = [...todo, ...mapped]
  const { page, last, from, shown } = pageOf(all, asked)
  const shownTodo = shown.filter((location) => stateOf(location) !== "mapped")
  const shownMapped = shown.filter((location) => stateOf(location) === "mapped")
  const pageHref = (number: number) =>
    number >= 1 && number <= last ? (`/locations?page=${number}` as const) : undefined

  const waiting = todo.reduce((sum, { heldOrders }) => sum + heldOrders, 0)
  const waitingCents = todo.reduce((sum, { heldCents }) => sum + heldCents, 0)

  return (
    <StoreChoices choices={canEdit ? choicesOf(locations, stores) : []}>
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
      {shownTodo.length > 0 && (
        <Section
          title={t("todo.title")}
          sentence={
            waiting > 0 && isConnected
              ? t("todo.sentence", { count: waiting, amount: money(waitingCents) })
              : t("todo.calm")
          }
        >
          {isComputing && <Computing />}
          {canEdit && <AcceptSuggestions suggestions={sureOf(todo, suggested, stores, t)} />}
          <LocationList locations={shownTodo} {...shared} />
        </Section>
      )}
      {shownMapped.length > 0 && (
        <Section title={t("mapped.title")}>
          <LocationList locations={shownMapped} {...shared} />
        </Section>
      )}
      {last > 1 && (
        <Pagination
          previousHref={pageHref(page - 1)}
          nextHref={pageHref(page + 1)}
          summary={t("onPage", { from: from + 1, to: from + shown.length, count: all.length })}
        />
      )}
      {archived.length > 0 && (
        <Section title={t("archived.title")} sentence={t("archived.sentence")}>
          <ArchivedList locations={archived} merchant={merchant} canEdit={canEdit} />
        </Section>
      )}
      <FreeStores stores={freeOf(locations, stores)} most={ON_A_PAGE} />
    </StoreChoices>
  )
}

function Computing() {
  return (
    <p role="status" className="mb-4 flex items-center gap-2 text-13 text-secondary">
      <Skeleton className="size-3" />
      {useTranslations("locations.suggestion")("computing")}
      <LiveRefresh everyMs={COMPUTING_REFRESH_MS} />
    </p>
  )
}

async function LocationList({
  locations,
  merchant,
  suggested,
  ...shared
}: {
  locations: Location[]
  merchant: MerchantSettings
  suggested: Map<string, Suggestion>
  canEdit: boolean
  isConnected: boolean
}) {
  const [t, held] = await Promise.all([getTranslations("locations"), heldWriter(merchant)])
  const suggestionOf = ({ id }: Location) => {
    const found = suggested.get(id)
    if (!found) return undefined
    const isSure = found.confidence >= AUTO_ACCEPT_CONFIDENCE
    const why = reasonsInWords(found, t)
    return { storeSlug: found.storeSlug, why: t("suggestion.why", { isSure: String(isSure), why }) }
  }
  return (
    <ul className="border-t md:-mx-3">
      {locations.map((location) => (
        <LocationRow
          key={location.id}
          location={location}
          suggestion={suggestionOf(location)}
          held={held(location)}
          {...shared}
        />
      ))}
    </ul>
  )
}

async function ArchivedList({
  locations,
  merchant,
  canEdit,
}: {
  locations: ArchivedLocation[]
  merchant: MerchantSettings
  canEdit: boolean
}) {
  const held = await heldWriter(merchant)
  return (
    <ul className="border-t md:-mx-3">
      {locations.map((location) => {
        const { id, ref, name, address, postalCode, city } = location
        const known = {
          address: address ?? undefined,
          postalCode: postalCode ?? undefined,
          city: city ?? undefined,
        }
        return (
          <ArchivedRow
            key={id}
            id={id}
            location={{ ref, name, ...known }}
            held={held(location) ?? ""}
            canEdit={canEdit}
          />
        )
      })}
    </ul>
  )
}

/** Writes what a location's mapping holds up. */
async function heldWriter(merchant: MerchantSettings) {
  const [t, locale] = await Promise.all([getTranslations("locations"), getLocale()])
  const { money, moment } = formatsOf(merchant, locale)
  return ({ heldOrders, heldCents, heldSince }: Location | ArchivedLocation) =>
    heldOrders > 0 && heldSince
      ? t("held", { count: heldOrders, since: moment(heldSince), amount: money(heldCents) })
      : null
}

/** The page by its number, or the page of the location in `at`. */
function pageOf(all: Location[], asked: z.output<typeof locationsPage>) {
  const position = asked.at ? all.findIndex(({ id }) => id === asked.at) : -1
  const last = Math.max(1, Math.ceil(all.length / ON_A_PAGE))
  const page = Math.min(last, position < 0 ? asked.page : 1 + Math.floor(position / ON_A_PAGE))
  const from = (page - 1) * ON_A_PAGE
  return { page, last, from, shown: all.slice(from, from + ON_A_PAGE) }
}

/** Suggestions that one press can accept together. */
function sureOf(
  todo: Location[],
  suggested: Map<string, Suggestion>,
  stores: Store[],
  t: Awaited<ReturnType<typeof getTranslations<"locations">>>,
) {
  const storeNames = new Map(stores.map(({ slug, name }) => [slug, name]))
  return todo
    .flatMap((location) => {
      const found = suggested.get(location.id)
      if (!found || location.storeSlug !== null || found.confidence < AUTO_ACCEPT_CONFIDENCE) return []
      const { locationId, storeSlug } = found
      const store = storeNames.get(storeSlug) ?? storeSlug
      return [{ locationId, location: location.name, storeSlug, store, why: reasonsInWords(found, t) }]
    })
    .slice(0, MOST_ACCEPTED)
}

function freeOf(locations: Location[], stores: Store[]): Store[] {
  const taken = new Set(locations.map(({ storeSlug }) => storeSlug))
  return stores.filter(({ slug, goneAt }) => !goneAt && !taken.has(slug))
}

/** Every store and the location it is mapped to, computed once for all rows. */
function choicesOf(locations: Location[], stores: Store[]): StoreChoice[] {
  const holders = new Map(locations.map((location) => [location.storeSlug, location]))
  return stores
    .filter(({ slug, goneAt }) => !goneAt || holders.has(slug))
    .map(({ slug, name, goneAt }) => ({
      slug,
      name,
      isGone: !!goneAt,
      holder: holders.get(slug)?.name ?? null,
    }))
}
