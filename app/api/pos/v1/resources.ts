import { type OpenApiDocument, openApiDocument } from "@/lib/checkout-api/openapi"
import { API_PREFIX, type ResourceHandlers } from "@/lib/checkout-api/route"
import { env } from "@/lib/env"
import type { Locale } from "@/lib/i18n/locale"
import * as catalog from "./catalog/route"
import * as redeem from "./customers/[customerId]/rewards/[rewardId]/redeem/route"
import * as customer from "./customers/[customerId]/route"
import * as lock from "./customers/[customerId]/wallet/[hash]/lock/route"
import * as use from "./customers/[customerId]/wallet/[hash]/use/route"
import * as identify from "./customers/identify/route"
import * as customers from "./customers/route"
import * as day from "./days/[date]/route"
import * as location from "./locations/[locationId]/route"
import * as locations from "./locations/route"
import * as cancel from "./orders/[orderId]/cancel/route"
import * as correction from "./orders/[orderId]/correction/route"
import * as payment from "./orders/[orderId]/payment/route"
import * as refund from "./orders/[orderId]/refund/route"
import * as order from "./orders/[orderId]/route"
import * as batch from "./orders/batch/route"
import * as orders from "./orders/route"
import * as status from "./status/route"
import * as heartbeat from "./tills/heartbeat/route"

/** Every resource Next serves here, in the order of the reference. A test compares the list with the folders. */
export const RESOURCES: ResourceHandlers[] = [
  status,
  heartbeat,
  identify,
  customers,
  customer,
  redeem,
  lock,
  use,
  orders,
  batch,
  order,
  payment,
  cancel,
  refund,
  correction,
  day,
  locations,
  location,
  catalog,
]

const wildcards = (path: string) => path.split("{").length

/** Most specific first, the order in which Next matches its folders. */
const PATTERNS = RESOURCES.map((handlers) => ({ handlers, path: handlers.GET.resource.path }))
  .sort((a, b) => wildcards(a.path) - wildcards(b.path))
  .map(({ handlers, path }) => ({
    handlers,
    pattern: new RegExp(`^${API_PREFIX}${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  }))

export const resourceAt = (pathname: string): ResourceHandlers | undefined =>
  PATTERNS.find(({ pattern }) => pattern.test(pathname))?.handlers

const written: Partial<Record<Locale, OpenApiDocument>> = {}

/** The document behind `GET /api/pos/v1/openapi.json` and the reference at `/docs/api`. */
export function apiDocument(locale: Locale = "en"): OpenApiDocument {
  written[locale] ??= openApiDocument(
    RESOURCES.map(({ GET }) => GET.resource),
    `${env.APP_URL}${API_PREFIX}`,
    locale,
  )
  return written[locale]
}
