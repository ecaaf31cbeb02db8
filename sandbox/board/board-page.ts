import { FAULT_KINDS, type Fault } from "../server/faults"
import type { Answer, Call } from "../server/http"
import { computeLedger } from "../state/ledger"
import type { SandboxState } from "../state/state"
import { isoNow, type World } from "../state/world"
import { type Html, html } from "./html"
import { page } from "./layout"
import { type Language, languageOf, WORDS, type Words } from "./words"

const SHOWN_ROWS = 50
const SHOWN_REQUESTS = 100
const REFRESH_SECONDS = 3

const ENDPOINTS = [
  "POST /v1/orders",
  "PATCH /v1/orders/{id}/status",
  "GET /v1/stores",
  "GET /v1/customers",
  "GET /v1/customers/phone/{phone}",
  "HEAD /v1/customers/phone/{phone}",
  "GET /v1/customers/{id}",
  "POST /v1/customers",
  "PUT /v1/customers/{id}",
  "GET /v1/rewards",
  "GET /v1/customers/{id}/rewards",
  "POST /v1/rewards/{id}/buy",
  "PATCH /v1/rewards/{id}/use",
  "POST /v1/customers/{id}/rewards/lock",
  "DELETE /v1/customers/{id}/rewards/lock",
  "POST /v1/oauth/token",
  "GET /v1/oauth/me",
  "POST /v1/webhooks",
]

const STATUSES = [500, 503, 429, 401, 403, 404, 409, 422, 423, 202]

/** Refusals of a purchase that do not concern points. */
const BODIES = [
  { message: "The pin is wrong.", errors: { pin: ["The pin is wrong."] } },
  {
    message: "The reward is not available in this store.",
    errors: { store_slug: ["The reward is not available in this store."] },
  },
  { message: "This reward can be bought once a day." },
  { message: "The customer does not have enough points." },
]

/** The page with everything the sandbox received, newest first, and the fault switchboard. */
export function boardPage(world: World, call: Call): Answer {
  const language = languageOf(call)
  const words = WORDS[language]
  const other: Language = language === "fr" ? "en" : "fr"
  const content = html`<main>
<div class="top"><h1>${words.boardTitle}</h1><a href="/?lang=${other}" lang="${other}">${words.otherLanguage}</a></div>
<p class="soft">${words.boardIntro}</p>
<h2>${words.switchboard}</h2>
${faultForm(words)}
<div id="live">
${faultList(words, world.faults.list())}
${violations(words, world)}
${orders(language, words, world.state)}
${purchases(language, words, world.state)}
${uses(language, words, world.state)}
${subscriptions(words, world.state)}
${webhooks(language, words, world.state)}
${customers(words, world.state)}
${requests(language, words, world)}
</div>
<form class="after" method="post" action="/_sandbox/reset"><button>${words.reset}</button></form>
</main>`
  return page({
    language,
    title: words.boardTitle,
    content,
    head: html`<noscript><meta http-equiv="refresh" content="20"></noscript>`,
    script: REFRESH_SCRIPT,
  })
}

// Replaces only the lists, so that a form being filled in and a button in use are left alone.
const REFRESH_SCRIPT = `
setInterval(async () => {
  const live = document.getElementById("live")
  if (document.hidden || live.contains(document.activeElement)) return
  try {
    const text = await (await fetch(location.href)).text()
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("live")
    if (fresh) live.innerHTML = fresh.innerHTML
  } catch {}
}, ${REFRESH_SECONDS * 1000})
`

function faultForm(words: Words): Html {
  return html`<form method="post" action="/_sandbox/faults">
<div class="fields">
<label>${words.endpoint}<select name="endpoint">
${ENDPOINTS.map((endpoint) => html`<option>${endpoint}</option>`)}
<option value="ANY /v1/*">${words.everyEndpoint}</option></select></label>
<label>${words.kind}<select name="kind">${FAULT_KINDS.map((kind) => html`<option>${kind}</option>`)}</select></label>
<label>${words.statusCode}<select name="status">
${STATUSES.map((status) => html`<option>${status}</option>`)}</select><small>${words.statusHelp}</small></label>
<label>${words.times}<input name="times" type="number" min="1"><small>${words.timesHelp}</small></label>
<label>${words.probability}<input name="probability" type="number" min="0" max="1" step="0.01"><small>${words.probabilityHelp}</small></label>
<label>${words.orderId}<input name="order_id"></label>
<label>${words.body}<input name="body" list="bodies"><small>${words.bodyHelp}</small></label>
<datalist id="bodies">${BODIES.map((body) => html`<option>${JSON.stringify(body)}</option>`)}</datalist>
<label>${words.delay}<input name="delay_ms" type="number" min="0" placeholder="3000"></label>
</div>
<button class="main">${words.addFault}</button>
</form>`
}

function faultList(words: Words, faults: readonly Fault[]): Html {
  if (faults.length === 0) return html`<p class="soft after">${words.noFaults}</p>`
  return html`<table class="after"><tbody>
${faults.map(
  (fault) => html`<tr>
<td class="mono">${fault.method ?? "*"} ${fault.path}</td>
<td>${fault.kind}${fault.status ? ` ${fault.status}` : ""}</td>
<td class="soft">${describeFault(words, fault)}</td>
<td class="number"><form method="post" action="/_sandbox/faults/${encodeURIComponent(fault.id)}/remove"><button>${words.remove}</button></form></td></tr>`,
)}
</tbody></table>
<form class="after" method="post" action="/_sandbox/faults/clear"><button>${words.removeAll}</button></form>`
}

function describeFault(words: Words, fault: Fault): string {
  const parts = [
    fault.remaining === null
      ? words.forEver
      : fault.remaining === 0
        ? words.spent
        : `${words.left} ${fault.remaining}`,
    `${words.applied} ${fault.hits} ×`,
  ]
  if (fault.probability !== undefined) parts.push(`p = ${fault.probability}`)
  if (fault.match?.order_id) parts.push(`${words.order} ${fault.match.order_id}`)
  if (fault.match?.body_includes) parts.push(`« ${fault.match.body_includes} »`)
  return parts.join(" · ")
}

function violations(words: Words, world: World): Html {
  const found = computeLedger(world.state, isoNow(world)).violations
  const list = found.toReversed().slice(0, SHOWN_ROWS)
  return html`<h2>${words.violations} (${found.length})</h2>
${
  list.length === 0
    ? html`<p class="good">✓ ${words.noViolations}</p>`
    : html`<ul>${list.map((row) => html`<li><span class="bad">✕ ${row.kind}</span> ${row.detail}</li>`)}</ul>`
}`
}

type Column<T> = { title: string; isNumber?: boolean; cell: (row: T) => Html | string | number | null }

/** The newest rows of a list, under a title with the total. */
function section<T>(
  words: Words,
  title: string,
  rows: readonly T[],
  total: number,
  columns: Column<T>[],
): Html {
  if (rows.length === 0) return html`<h2>${title} (0)</h2><p class="soft">${words.none}</p>`
  const aligned = (column: Column<T>) => (column.isNumber ? "number" : "")
  return html`<h2>${title} (${total})</h2>
<table><thead><tr>${columns.map((column) => html`<th class="${aligned(column)}">${column.title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${columns.map((column) => html`<td class="${aligned(column)}" data-label="${column.title}">${column.cell(row)}</td>`)}</tr>`,
  )}</tbody></table>`
}

const newest = <T>(rows: readonly T[]) => rows.slice(-SHOWN_ROWS).toReversed()

function clock(language: Language, iso: string): string {
  return new Date(iso).toLocaleTimeString(language === "fr" ? "fr-FR" : "en-GB")
}

function euros(language: Language, cents: number): string {
  return new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB", {
    style: "currency",
    currency: "EUR",
  }).format(cents / 100)
}

function customerName(state: SandboxState, id: string | null): string {
  const customer = id === null ? undefined : state.customers.get(id)
  if (!customer) return "–"
  const name = [customer.first_name, customer.last_name].filter(Boolean).join(" ")
  return name ? `${name} (${customer.phone})` : customer.phone
}

function orders(language: Language, words: Words, state: SandboxState): Html {
  const rows = state.orders.rows()
  return section(words, words.orders, newest(rows), rows.length, [
    { title: words.time, cell: (row) => clock(language, row.received_at) },
    { title: words.order, cell: (row) => html`<code>${row.order_id}</code>` },
    { title: words.store, cell: (row) => row.store_slug },
    { title: words.customer, cell: (row) => customerName(state, row.customer_id) },
    { title: words.status, cell: (row) => row.status },
    { title: words.points, isNumber: true, cell: (row) => row.points_awarded },
    { title: words.amount, isNumber: true, cell: (row) => euros(language, row.amount) },
    { title: words.posted, isNumber: true, cell: (row) => `${row.times_posted} ×` },
  ])
}

function purchases(language: Language, words: Words, state: SandboxState): Html {
  const rows = state.tables.purchases.rows()
  return section(words, words.purchases, newest(rows), rows.length, [
    { title: words.time, cell: (row) => clock(language, row.bought_at) },
    { title: words.reward, cell: (row) => state.rewards.get(row.reward_id)?.name ?? row.reward_id },
    { title: words.customer, cell: (row) => customerName(state, row.customer_id) },
    { title: words.store, cell: (row) => row.store_slug },
    { title: words.points, isNumber: true, cell: (row) => `−${row.points_spent} → ${row.points_after}` },
  ])
}

function uses(language: Language, words: Words, state: SandboxState): Html {
  const rows = state.tables.uses.rows()
  return section(words, words.uses, newest(rows), rows.length, [
    { title: words.time, cell: (row) => clock(language, row.used_at) },
    { title: words.reward, cell: (row) => state.rewards.get(row.reward_id)?.name ?? row.reward_id },
    { title: words.customer, cell: (row) => customerName(state, row.customer_id) },
    { title: words.via, cell: (row) => (row.order_id ? `${row.via} ${row.order_id}` : row.via) },
  ])
}

function removeButton(words: Words, path: string): Html {
  return html`<form method="post" action="${path}/remove"><button>${words.remove}</button></form>`
}

function subscriptions(words: Words, state: SandboxState): Html {
  const rows = state.tables.webhooks.rows()
  return section(words, words.subscriptions, newest(rows), rows.length, [
    { title: words.event, cell: (row) => row.event },
    { title: words.address, cell: (row) => html`<code>${row.url}</code>` },
    { title: words.remove, cell: (row) => removeButton(words, `/_sandbox/webhooks/${row.id}`) },
  ])
}

function customers(words: Words, state: SandboxState): Html {
  const rows = state.customers.rows()
  return section(words, words.customers, newest(rows), rows.length, [
    { title: words.customer, cell: (row) => customerName(state, row.id) },
    { title: words.points, isNumber: true, cell: (row) => row.points },
    { title: words.remove, cell: (row) => removeButton(words, `/_sandbox/customers/${row.id}`) },
  ])
}

function webhooks(language: Language, words: Words, state: SandboxState): Html {
  const rows = state.tables.webhook_deliveries.rows()
  return section(words, words.webhooks, newest(rows), rows.length, [
    { title: words.time, cell: (row) => clock(language, row.at) },
    { title: words.event, cell: (row) => row.event },
    { title: words.address, cell: (row) => html`<code>${row.url}</code>` },
    { title: words.status, cell: (row) => row.outcome },
    { title: words.attempts, isNumber: true, cell: (row) => row.attempts },
    { title: words.answer, isNumber: true, cell: (row) => row.status ?? words.noAnswer },
  ])
}

function requests(language: Language, words: Words, world: World): Html {
  return section(words, words.requests, world.requests.list(SHOWN_REQUESTS), world.requests.total, [
    { title: words.time, cell: (row) => clock(language, row.at) },
    { title: words.request, cell: (row) => html`<code>${row.method} ${row.path}</code>` },
    { title: words.fault, cell: (row) => row.fault ?? "" },
    { title: words.answer, isNumber: true, cell: (row) => row.status || words.noAnswer },
    { title: words.duration, isNumber: true, cell: (row) => `${row.duration_ms} ms` },
  ])
}
