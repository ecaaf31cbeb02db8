import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import type { Page } from "@playwright/test"
import { Webhook } from "standardwebhooks"
import { inDatabase, mailsTo, revokeAtPongo, runJob } from "./fixtures/background"
import {
  addMember,
  callApi,
  makeMerchant,
  openForOrders,
  paidOrder,
  portal,
  signIn,
} from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

type Post = { headers: IncomingHttpHeaders; raw: string; type: string; data: Record<string, unknown> }

/** A webhook endpoint of the merchant. It answers the first posts with `refusals`. */
async function startReceiver(refusals: number[] = []) {
  const posts: Post[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks).toString()
    posts.push({ headers: request.headers, raw, ...JSON.parse(raw) })
    response.writeHead(refusals.shift() ?? 204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return { url, posts, close: () => new Promise((resolve) => server.close(resolve)) }
}

async function addWebhook(page: Page, url: string): Promise<string> {
  await page.getByRole("button", { name: "Ajouter une adresse" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByLabel("Adresse").fill(url)
  await dialog.getByRole("button", { name: "Ajouter l’adresse" }).click()
  const secret = await page.getByText(/^whsec_/).textContent()
  await page.getByRole("button", { name: "C’est copié" }).click()
  return secret!
}

/** Quiet hours from an hour ago to three hours from now, in Paris time. */
function quietNow() {
  const hour = Number(
    new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      hourCycle: "h23",
      timeZone: "Europe/Paris",
    }).format(),
  )
  return [(hour + 23) % 24, (hour + 3) % 24].map((at) => `${String(at).padStart(2, "0")}:00`)
}

const log = (page: Page) => page.getByRole("table", { name: "Derniers envois" })

test("a revoked access sends one e-mail, in the reader’s language with a link to the fix, and one signed webhook; alerts that are not urgent wait for the end of quiet hours", async ({
  page,
}) => {
  const receiver = await startReceiver()
  const merchant = await makeMerchant("Chez Rosalie")
  await signIn(page, merchant)
  await openForOrders(page, merchant)

  const secret =
    await test.step("the owner chooses e-mails in English, quiet hours and a webhook", async () => {
      await page.goto(portal(merchant, "/settings/alerts"))
      await page.getByLabel("Heures calmes").check()
      const [from, until] = quietNow()
      await page.getByLabel("De", { exact: true }).selectOption({ label: from })
      await page.getByLabel("À", { exact: true }).selectOption({ label: until })
      await page.getByLabel("Langue de vos e-mails").selectOption("en")
      await page.getByRole("button", { name: "Enregistrer" }).first().click()
      await expect(page.getByText("Vos alertes sont enregistrées").first()).toBeVisible()
      return addWebhook(page, receiver.url)
    })

  await test.step("access is withdrawn at Pongo, and the next order finds out", async () => {
    await revokeAtPongo(merchant.merchantId)
    await callApi(merchant.apiKey, "POST", "/orders", paidOrder("bastille"))
    await expect.poll(async () => (await mailsTo(merchant.email)).length).toBe(1)
    await expect.poll(() => receiver.posts.length).toBe(1)
  })

  await test.step("the mail says what waits and what is safe, and leads to where it is mended", async () => {
    const [mail] = await mailsTo(merchant.email)
    expect(mail!.subject).toBe("Chez Rosalie: Pongo withdrew access from Comptoir")
    expect(mail!.text).toMatch(/^Since .*, Pongo has refused what we send/)
    expect(mail!.text).toContain("1 order is waiting.")
    expect(mail!.text).toContain("Nothing is lost")
    const link = /^Reconnect Pongo: (http\S+)$/m.exec(mail!.text)?.[1]
    await page.goto(link!)
    await expect(page.getByText("Refusé par Pongo")).toBeVisible()
    await expect(page.getByRole("link", { name: "Reconnecter", exact: true })).toBeVisible()
  })

  await test.step("the webhook verifies with its secret, and says the same in both languages", async () => {
    const { headers, raw, type, data } = receiver.posts[0]!
    expect(new Webhook(secret).verify(raw, headers as Record<string, string>)).toMatchObject({ type, data })
    expect(type).toBe("connection.revoked")
    expect(data).toMatchObject({
      merchant: { id: merchant.merchantId, name: "Chez Rosalie" },
      orders: 1,
      fr: { title: "Pongo a retiré l’accès à Comptoir" },
      en: { title: "Pongo withdrew access from Comptoir" },
    })
  })

  await test.step("reconnected, the recovery is posted at once and waits for the end of quiet hours by e-mail", async () => {
    await runJob("sweep_incidents")
    await expect.poll(() => incidentState(merchant.merchantId)).toBe("open")
    await page.getByRole("link", { name: "Reconnecter", exact: true }).click()
    await page.getByLabel(/lecomptoir/).check()
    await page.getByRole("button", { name: "Autoriser" }).click()
    await expect(page.getByText(/boutiques trouvées/)).toBeVisible()
    await expect
      .poll(async () => {
        await runJob("sweep_incidents")
        await endQuietMinutes(merchant.merchantId)
        return receiver.posts.map(({ type }) => type)
      })
      .toEqual(["connection.revoked", "incident.recovered"])
    expect(await mailsTo(merchant.email)).toHaveLength(1)
    await page.goto(portal(merchant, "/settings/alerts"))
    const held = log(page).getByRole("row", { name: /Rétabli.*Camille Martin/ })
    await expect(held).toContainText("En attente")
    await expect(held).toContainText(`Attend la fin des heures calmes, le`)
  })

  await test.step("and goes when they are over", async () => {
    await inDatabase(async (sql) => {
      const [waiting] = await sql`
        update alert_deliveries set due_at = now() where merchant_id = ${merchant.merchantId} and state = 'waiting'
        returning user_id as "userId"`
      await runJob("send_alert_mails", { merchantId: merchant.merchantId, userId: waiting!.userId })
    })
    await expect.poll(async () => (await mailsTo(merchant.email)).length).toBe(2)
    const [, mail] = await mailsTo(merchant.email)
    expect(mail!.subject).toBe("Chez Rosalie: Recovered: access to Pongo")
    expect(mail!.text).toContain("1 order affected (€16.70); 1 has reached Pongo.")
  })
  await receiver.close()
})

test("one press resends a webhook that was given up, with its original id; a viewer cannot", async ({
  page,
}) => {
  const receiver = await startReceiver([410])
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/settings/alerts"))
  const secret = await addWebhook(page, receiver.url)
  await page.getByRole("button", { name: /^Envoyer un essai à 127/ }).click()
  const row = log(page).getByRole("row", { name: /Message d’essai.*127\.0\.0\.1/ })
  await expect(row).toContainText("Échouée")
  await expect(row).toContainText("HTTP 410")

  await row.getByRole("button", { name: /^Renvoyer/ }).click()
  await expect(row).toContainText("Envoyée")
  await expect(row.getByRole("button", { name: /^Renvoyer/ })).toHaveCount(0)
  expect(receiver.posts).toHaveLength(2)
  for (const { raw, headers } of receiver.posts)
    expect(new Webhook(secret).verify(raw, headers as Record<string, string>)).toMatchObject({ type: "test" })
  expect(new Set(receiver.posts.map(({ headers }) => headers["webhook-id"])).size).toBe(1)

  await page.context().clearCookies()
  await signIn(page, await addMember(merchant.merchantId, "viewer"))
  await page.goto(portal(merchant, "/settings/alerts"))
  await expect(page.getByText(receiver.url)).toBeVisible()
  await expect(page.getByText("Un propriétaire peut en ajouter.")).toBeVisible()
  for (const name of ["Ajouter une adresse", /^Retirer/, /^Envoyer un essai/, /^Renvoyer/])
    await expect(page.getByRole("button", { name })).toHaveCount(0)
  await receiver.close()
})

const incidentState = (merchantId: string) =>
  inDatabase(
    async (sql) => (await sql`select state from incidents where merchant_id = ${merchantId}`)[0]?.state,
  )

/** Simulates a cause absent long enough for its incident to close. */
const endQuietMinutes = (merchantId: string) =>
  inDatabase(
    (sql) =>
      sql`update incidents set quiet_since = quiet_since - interval '10 minutes' where merchant_id = ${merchantId} and quiet_since is not null`,
  )
