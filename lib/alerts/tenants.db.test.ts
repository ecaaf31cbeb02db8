import { ALERT_KINDS } from "@/db/enums"
import { db, sql } from "@/db/index"
import { makeMerchant } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
import { dispatchAlert } from "./dispatch"
import {
  addEndpoint,
  changeAlertPreferences,
  changeHeldHours,
  removeEndpoint,
  resendAlert,
  sendTestMail,
  sendTestWebhook,
} from "./mutations"
import {
  getAlertPreferences,
  getHeldHours,
  listAlertDeliveries,
  listAlertsAbout,
  listEndpoints,
} from "./queries"
import { raiseAlert, withdrawAlert } from "./raise"

const alert = (orders: number) => ({
  kind: "day_gap" as const,
  key: "their-day",
  params: { location: "Theirs", day: "2026-11-20", orders, amountCents: 1 },
  href: "/" as const,
})
const HOOK = { url: "http://localhost:9/their-hook", kinds: [...ALERT_KINDS] }

/** A merchant with preferences, an endpoint, and an alert sent to both. */
async function makeTheirs() {
  const merchant = await makeMerchant("Theirs")
  const { merchantId, owner } = merchant
  const { id: endpointId } = await addEndpoint(owner, HOOK)
  await changeAlertPreferences(owner, { kinds: ["day_gap"], locale: "en", quiet: { from: 1, until: 2 } })
  await changeHeldHours(owner, { hours: 9 })
  await db.transaction((tx) => raiseAlert(owner, alert(1), tx))
  const [row] = await sql<{ id: string }[]>`select id from alerts where merchant_id = ${merchantId}`
  await dispatchAlert({ merchantId, alertId: row!.id })
  const [failed] = await sql<{ id: string }[]>`
    update alert_deliveries set state = 'failed' where endpoint_id = ${endpointId} returning id`
  return { ...merchant, endpointId, failedId: failed!.id }
}

const theirs = await makeTheirs()

testTenants(theirs, {
  "alerts/raise.raiseAlert": (ctx) => db.transaction((tx) => raiseAlert(ctx, alert(2), tx)),
  "alerts/raise.withdrawAlert": (ctx) =>
    db.transaction((tx) => withdrawAlert(ctx, { kind: "day_gap", key: "their-day" }, tx)),
  "alerts/mutations.changeAlertPreferences": (ctx) =>
    changeAlertPreferences(ctx, { kinds: [], locale: "fr", quiet: null }),
  "alerts/mutations.changeHeldHours": (ctx) => changeHeldHours(ctx, { hours: 5 }),
  "alerts/mutations.addEndpoint": async (ctx) => typeof (await addEndpoint(ctx, HOOK)).secret,
  "alerts/mutations.removeEndpoint": refused("not_found", (ctx) =>
    removeEndpoint(ctx, { id: theirs.endpointId }),
  ),
  "alerts/mutations.resendAlert": refused("not_found", (ctx) => resendAlert(ctx, { id: theirs.failedId })),
  "alerts/mutations.sendTestMail": sendTestMail,
  "alerts/mutations.sendTestWebhook": refused("not_found", (ctx) =>
    sendTestWebhook(ctx, { id: theirs.endpointId }),
  ),
  "alerts/queries.getAlertPreferences": reads(getAlertPreferences),
  "alerts/queries.getHeldHours": reads(getHeldHours),
  "alerts/queries.listEndpoints": reads(listEndpoints),
  "alerts/queries.listAlertsAbout": reads((ctx) => listAlertsAbout(ctx, "/")),
  "alerts/queries.listAlertDeliveries": reads(listAlertDeliveries),
})
