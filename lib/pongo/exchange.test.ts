import { describe, expect, test } from "vitest"
import { withoutPersonalData } from "./exchange"
import { always, CUSTOMER, failureOf, ORDER, pongo, TOKEN } from "./testing/client"
import { json } from "./testing/server"

describe("what is recorded", () => {
  test("a webhook's secret is not recorded, even when Pongo echoes it", async () => {
    const secret = "whsec_very_secret"
    const { client, seen } = await pongo((request, response) =>
      json(response, 201, { data: { id: 5, secret, token: TOKEN, sent: request.body } }),
    )
    const { value, exchange } = await client.createWebhook(TOKEN, {
      event: "customer.created",
      url: "https://comptoir.example/api/pongo/webhook",
      secret,
    })
    expect(value).toEqual({ id: "5" })
    expect(seen[0]?.body).toMatchObject({ secret })
    expect(JSON.stringify(exchange)).not.toMatch(/very_secret|access-token/)
    await client.deleteWebhook(TOKEN, value.id)
    expect(seen[1]).toMatchObject({ method: "DELETE", url: "/v1/webhooks/5" })
  })

  test("a long answer is cut at 8 KiB between two characters, without NUL", async () => {
    const { client } = await always(422, { message: `\u0000${"é".repeat(20_000)}` })
    const { exchange } = await failureOf(client.sendOrder(TOKEN, ORDER))
    expect(Buffer.byteLength(exchange.responseBody!)).toBeLessThanOrEqual(8 * 1024)
    expect(exchange.responseBody).not.toMatch(/\uFFFD|\0/)
  })

  test("personal data can be removed before an exchange is stored", async () => {
    const { client } = await always(422, {
      message: "The phone 33612345678 of ines@example.com is not valid.",
      data: { ...CUSTOMER, last_name: 'Mar"tin' },
    })
    const customer = {
      phone: "+33612345678",
      firstName: "Inès",
      email: "ines@example.com",
      optIn: { sms: true },
    }
    const { exchange } = await failureOf(client.sendOrder(TOKEN, { ...ORDER, customer }))
    const stored = withoutPersonalData(exchange)
    expect(stored.requestBody).toMatchObject({
      order_id: "A-2041",
      customer: {
        phone: "+33 6 •• •• •• 78",
        email: "i•••@example.com",
        first_name: "[redacted]",
        has_optin_sms: true,
      },
    })
    expect(JSON.stringify(stored)).not.toMatch(/612345678|ines@|Inès|Mar|1990/)
    expect(stored.responseBody).toContain("is not valid.")
  })
})
