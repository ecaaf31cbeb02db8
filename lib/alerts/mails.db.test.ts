import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { db, sql } from "@/db/index"
import { eventually, makeMerchant } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { env } from "@/lib/env"
import { forgetDeliveries } from "@/lib/retention/alerts"
import { removeMember } from "@/lib/team/mutations"
import { startJobRunner } from "@/lib/worker/job-runner"
import { dispatchAlert } from "./dispatch"
import { changeAlertPreferences, resendAlert, sendTestMail } from "./mutations"
import { listAlertDeliveries } from "./queries"
import { raiseAlert, withdrawAlert } from "./raise"
import type { AlertPreferences, NewAlert } from "./schema"
import { sendAlertMails } from "./send-mails"
import { startSmtp } from "./testing/smtp"

let smtp: Awaited<ReturnType<typeof startSmtp>>
beforeAll(async () => {
  smtp = await startSmtp()
  Object.assign(env, { SMTP_URL: smtp.url })
})
afterEach(() => {
  Object.assign(env, { SMTP_URL: smtp.url })
  smtp.refuse(null)
})
afterAll(() => smtp.close())

const incident = (key = "i1"): NewAlert => ({
  kind: "incident_opened",
  key,
  params: {
    cause: "location_unmapped",
    location: "Lyon",
    locations: 1,
    said: "",
    orders: 128,
    customers: 41,
    amountCents: 345_050,
    since: "2026-11-27T11:04:00.000Z",
  },
  href: "/incidents/1",
})
const gap = (key = "d1"): NewAlert => ({
  kind: "day_gap",
  key,
  params: { location: "Lyon", day: "2026-11-27", orders: 3, amountCents: 4350 },
  href: "/reconciliation",
})
const ALL: AlertPreferences = { kinds: ["incident_opened", "day_gap"], locale: "fr", quiet: null }
const userOf = (ctx: Ctx) => (ctx.actor.kind === "user" ? ctx.actor.id : "")
const addressOf = (ctx: Ctx) => `${userOf(ctx)}@test.example`
const mailsTo = (ctx: Ctx) => smtp.received.filter(({ to }) => to === addressOf(ctx))

/** Raises and dispatches, as the jobs would. */
async function tell(ctx: Ctx, ...told: NewAlert[]) {
  for (const alert of told) {
    await db.transaction((tx) => raiseAlert(ctx, alert, tx))
    const [row] = await sql<{ id: string }[]>`
      select id from alerts where merchant_id = ${ctx.merchantId} and kind = ${alert.kind} and key = ${alert.key}`
    await dispatchAlert({ merchantId: ctx.merchantId, alertId: row!.id })
  }
}
const send = (ctx: Ctx) => sendAlertMails({ merchantId: ctx.merchantId, userId: userOf(ctx) })
const statesOf = async (ctx: Ctx) =>
  (
    await sql`select state, reason, attempts from alert_deliveries
             where merchant_id = ${ctx.merchantId} and user_id = ${userOf(ctx)} order by id`
  ).map((row) => ({ ...row }))

/** Starts quiet hours now, in the merchant's zone. */
async function quietNow(merchantId: string) {
  const [{ hour }] = await sql<[{ hour: number }]>`
    select extract(hour from now() at time zone time_zone)::int as hour from merchants where id = ${merchantId}`
  return { from: (hour + 23) % 24, until: (hour + 3) % 24 }
}

describe("by e-mail", () => {
  test("owners and managers get everything until they choose, viewers nothing", async () => {
    const { owner, manager, viewer } = await makeMerchant("Chez Rosalie")
    await tell(owner, incident())
    for (const person of [owner, manager, viewer]) await send(person)
    expect([owner, manager, viewer].map((person) => mailsTo(person).length)).toEqual([1, 1, 0])
  })

  test("the message is in French by default, with what happened, since when, how much, what is safe and the link to this merchant", async () => {
    const { owner, slug } = await makeMerchant("Chez Rosalie")
    await tell(owner, incident())
    await send(owner)
    const [mail] = mailsTo(owner)
    expect(mail?.subject).toBe(
      "Chez Rosalie\u202f: Lyon\u202f: pas de boutique Pongo, des commandes attendent",
    )
    expect(mail?.text).toContain("Depuis le 27 nov. à 12:04, les commandes de Lyon attendent")
    expect(mail?.text).toContain("128 commandes touchées, 41 clients, 3\u202f450,50\u00a0€.")
    expect(mail?.text).toContain("Rien n’est perdu")
    expect(mail?.text).toContain(`Voir l’incident\u202f: http://localhost:3000/m/${slug}/incidents/1`)
    expect(mail?.text).toContain(`http://localhost:3000/m/${slug}/settings/alerts`)
  })

  test("people who chose English get it in English", async () => {
    const { owner } = await makeMerchant("Chez Rosalie")
    await changeAlertPreferences(owner, { ...ALL, locale: "en" })
    await tell(owner, incident())
    await send(owner)
    const [mail] = mailsTo(owner)
    expect(mail?.subject).toBe("Chez Rosalie: Lyon: no Pongo store, orders are waiting")
    expect(mail?.text).toContain("128 orders affected, 41 customers, €3,450.50.")
    expect(mail?.text).toContain("Nothing is lost")
  })

  test("people get only the kinds they chose", async () => {
    const { owner, viewer } = await makeMerchant()
    await changeAlertPreferences(owner, { ...ALL, kinds: [] })
    await changeAlertPreferences(viewer, { ...ALL, kinds: ["day_gap"] })
    await tell(owner, incident(), gap())
    for (const person of [owner, viewer]) await send(person)
    expect(mailsTo(owner)).toEqual([])
    expect(mailsTo(viewer)).toHaveLength(1)
    expect(mailsTo(viewer)[0]?.subject).toContain("3 commandes manquent chez Pongo")
  })

  test("dispatched ten times and sent by ten workers at once, it is one message", async () => {
    const { owner, merchantId } = await makeMerchant()
    await db.transaction((tx) => raiseAlert(owner, incident(), tx))
    const [row] = await sql<{ id: string }[]>`select id from alerts where merchant_id = ${merchantId}`
    const ten = Array.from({ length: 10 })
    await Promise.all(ten.map(() => dispatchAlert({ merchantId, alertId: row!.id })))
    await Promise.all(ten.map(() => send(owner)))
    expect(mailsTo(owner)).toHaveLength(1)
    expect(await statesOf(owner)).toEqual([{ state: "sent", reason: null, attempts: 1 }])
  })

  test("several waiting alerts are sent as one digest", async () => {
    const { owner } = await makeMerchant("Chez Rosalie")
    await tell(owner, gap("d1"), gap("d2"), incident())
    await send(owner)
    expect(mailsTo(owner)).toHaveLength(1)
    const [mail] = mailsTo(owner)
    expect(mail?.subject).toBe("Chez Rosalie\u202f: 3 alertes")
    expect(mail?.text.match(/3 commandes manquantes/g)).toHaveLength(2)
    expect(mail?.text).toContain("128 commandes touchées")
  })
})

describe("in quiet hours", () => {
  test("alerts that are not urgent wait for the end in the merchant's zone, together; urgent ones are sent at once", async () => {
    const { owner, merchantId } = await makeMerchant()
    await sql`update merchants set time_zone = 'Pacific/Auckland' where id = ${merchantId}`
    const quiet = await quietNow(merchantId)
    await changeAlertPreferences(owner, { ...ALL, quiet })
    await tell(owner, gap("d1"), incident(), gap("d2"))
    await send(owner)
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual([
      expect.stringContaining("pas de boutique Pongo"),
    ])
    const [{ over }] = await sql<[{ over: number }]>`
      select extract(hour from min(d.due_at) at time zone m.time_zone)::int as over from alert_deliveries d
      join merchants m on m.id = d.merchant_id where m.id = ${merchantId} and d.user_id = ${userOf(owner)} and d.state = 'waiting' group by m.id`
    expect(over).toBe(quiet.until)
    const jobs = await sql`
      select run_at from graphile_worker.jobs where key like ${`alert-mails:${merchantId}:%`} and run_at > now()`
    expect(jobs).toHaveLength(1)

    await sql`update alert_deliveries set due_at = now() where merchant_id = ${merchantId} and state = 'waiting'`
    await send(owner)
    expect(mailsTo(owner)).toHaveLength(2)
    expect(mailsTo(owner)[1]?.subject).toContain("2 alertes")
  })
})

describe("a replay that waits for a second person", () => {
  const request: NewAlert = {
    kind: "replay_to_approve",
    key: "r1",
    params: {
      name: "Montants corrigés",
      by: "Camille Martin",
      orders: 128,
      customers: 41,
      amountCents: 345_050,
      until: "2026-11-28T14:00:00.000Z",
    },
    href: "/replays/1",
  }
  async function ask(planner: Ctx) {
    const { merchantId } = planner
    await db.transaction((tx) => raiseAlert(planner, request, tx, { exceptUserId: userOf(planner) }))
    const [job] = await sql<{ payload: Parameters<typeof dispatchAlert>[0] }[]>`
      select j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'dispatch_alert' and j.payload ->> 'merchantId' = ${merchantId}`
    await dispatchAlert(job!.payload)
  }

  test("is announced to everyone who may approve it, not to its author nor to a viewer", async () => {
    const { owner, manager, viewer, slug } = await makeMerchant("Chez Rosalie")
    await changeAlertPreferences(viewer, { ...ALL, kinds: ["replay_to_approve"] })
    await ask(manager)
    for (const person of [owner, manager, viewer]) await send(person)
    expect([owner, manager, viewer].map((person) => mailsTo(person).length)).toEqual([1, 0, 0])
    expect(mailsTo(owner)[0]?.subject).toContain("«\u202fMontants corrigés\u202f»")
    expect(mailsTo(owner)[0]?.text).toContain(
      `Voir la relance\u202f: http://localhost:3000/m/${slug}/replays/1`,
    )
  })

  test("is not announced after quiet hours if somebody answered meanwhile", async () => {
    const { owner, manager, merchantId } = await makeMerchant()
    const kinds: AlertPreferences["kinds"] = ["replay_to_approve"]
    await changeAlertPreferences(owner, { kinds, locale: "fr", quiet: await quietNow(merchantId) })
    await ask(manager)
    await db.transaction((tx) => withdrawAlert(manager, request, tx))
    await sql`update alert_deliveries set due_at = now() where merchant_id = ${merchantId}`
    await send(owner)
    expect(mailsTo(owner)).toEqual([])
    expect(await statesOf(owner)).toEqual([{ state: "skipped", reason: "over", attempts: 0 }])
  })
})

describe("when something is missing", () => {
  test("without SMTP nothing breaks, and the log says so", async () => {
    Object.assign(env, { SMTP_URL: undefined })
    const { owner } = await makeMerchant()
    await tell(owner, incident())
    await send(owner)
    const own = (await listAlertDeliveries(owner)).filter(({ recipient }) => recipient === "owner")
    expect(own).toMatchObject([{ channel: "mail", state: "skipped", reason: "mail_off" }])
  })

  test("a server that refuses is retried, and the same message arrives once", async () => {
    const { owner } = await makeMerchant()
    await tell(owner, incident())
    smtp.refuse("busy")
    await expect(send(owner)).rejects.toThrow("busy")
    expect(await statesOf(owner)).toEqual([{ state: "waiting", reason: null, attempts: 1 }])
    smtp.refuse(null)
    await send(owner)
    await send(owner)
    expect(mailsTo(owner)).toHaveLength(1)
    expect(await statesOf(owner)).toEqual([{ state: "sent", reason: null, attempts: 2 }])
  })

  test("a server that always refuses is abandoned after a day of attempts, until somebody presses again", async () => {
    const { owner, merchantId } = await makeMerchant()
    await tell(owner, incident())
    await sql`update alert_deliveries set attempts = 11 where merchant_id = ${merchantId}`
    smtp.refuse("mailbox full of somebody@example.org")
    await send(owner)
    const failed = (await listAlertDeliveries(owner)).find(({ recipient }) => recipient === "owner")
    expect(failed).toMatchObject({ state: "failed", attempts: 12 })
    expect(failed?.error).toContain("mailbox full")
    expect(failed?.error).not.toContain("somebody@example.org")

    smtp.refuse(null)
    await resendAlert(owner, { id: failed!.id })
    await send(owner)
    expect(mailsTo(owner).map(({ id }) => id)).toEqual([`<${failed!.id}@localhost>`])
    expect(await statesOf(owner)).toEqual([{ state: "sent", reason: null, attempts: 1 }])
  })

  test("a message claimed by a worker that died is sent by the next, under the same message id", async () => {
    const { owner, merchantId } = await makeMerchant()
    await tell(owner, incident())
    await sql`
      update alert_deliveries set state = 'sending', claim = gen_random_uuid(), claimed_until = now() + interval '1 minute'
      where merchant_id = ${merchantId}`
    await send(owner)
    expect(mailsTo(owner)).toEqual([])
    const later = await sql`
      select 1 from graphile_worker.jobs where key = ${`alert-mails:${merchantId}:${userOf(owner)}`} and run_at > now()`
    expect(later).toHaveLength(1)
    await sql`update alert_deliveries set claimed_until = now() - interval '1 s' where merchant_id = ${merchantId}`
    await send(owner)
    const [row] = await sql<{ id: string }[]>`
      select id from alert_deliveries where merchant_id = ${merchantId} and user_id = ${userOf(owner)}`
    expect(mailsTo(owner).map(({ id }) => id)).toEqual([`<${row!.id}@localhost>`])
  })

  test("a person who left the merchant meanwhile gets nothing", async () => {
    const { owner, manager } = await makeMerchant()
    await tell(owner, incident())
    await removeMember(owner, { userId: userOf(manager) })
    await send(manager)
    expect(mailsTo(manager)).toEqual([])
    expect(await statesOf(manager)).toMatchObject([{ state: "skipped", reason: "left" }])
  })
})

test("the record of recipients expires with the log, and nobody is told again", async () => {
  const { owner, merchantId } = await makeMerchant()
  await tell(owner, gap("old"), gap("new"))
  await sql`
    update alert_deliveries set created_at = now() - interval '181 days'
    where merchant_id = ${merchantId} and alert_id in (select id from alerts where key = 'old')`
  await forgetDeliveries()
  expect(await listAlertDeliveries(owner)).toHaveLength(2)
  await db.transaction((tx) => raiseAlert(owner, gap("old"), tx))
  expect(await sql`select 1 from alerts where merchant_id = ${merchantId}`).toHaveLength(2)
})

test("another merchant's people get nothing, nor do those who belong to both", async () => {
  const [ours, theirs] = [await makeMerchant("Ours"), await makeMerchant("Theirs")]
  await sql`insert into memberships (merchant_id, user_id, role) values (${theirs.merchantId}, ${userOf(ours.owner)}, 'owner')`
  await tell(theirs.owner, incident())
  await send(ours.owner)
  await send(theirs.manager)
  expect(mailsTo(ours.owner)).toEqual([])
  expect(mailsTo(theirs.manager)).toHaveLength(1)
})

test("a test message arrives through a worker's jobs, whatever the quiet hours, and within a limit", async () => {
  const runner = await startJobRunner()
  const { viewer, merchantId } = await makeMerchant()
  await changeAlertPreferences(viewer, { kinds: [], locale: "en", quiet: await quietNow(merchantId) })
  await sendTestMail(viewer)
  const mail = await eventually("the test message arrives", async () => mailsTo(viewer)[0])
  await runner.stop()
  expect(mail.subject).toBe("Chez Test: Test message from Comptoir")
  const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => sendTestMail(viewer)))
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(19)
})
