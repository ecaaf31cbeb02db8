import { rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { seededId } from "../sandbox/state/ids"
import { LE_COMPTOIR } from "../sandbox/state/seed"
import { browserLaunch } from "./fixtures/browser"
import { filmCode } from "./fixtures/camera"
import { expect, test } from "./fixtures/test"
import { openTestTill } from "./fixtures/test-till"

const CAMILLE = seededId("cust", `${LE_COMPTOIR}/33612000001`)
const PASS = join(tmpdir(), `comptoir-pass-${process.pid}.y4m`)
test.beforeAll(() => filmCode(`https://pass.pongo.test/c?id=${CAMILLE}`, PASS))
test.afterAll(() => rmSync(PASS, { force: true }))

const launch = await browserLaunch()
test.use({
  launchOptions: {
    ...launch,
    args: [
      ...(launch.args ?? []),
      // A headless browser has nobody to ask, so it grants the permission.
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${PASS}`,
    ],
  },
})

test("a pass held before the camera finds its customer, and the page’s policy allows the camera", async ({
  page,
}) => {
  test.setTimeout(90_000)
  const complaints: string[] = []
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text())
  })
  await openTestTill(page)
  await page.getByRole("button", { name: "Scanner" }).click()
  await expect(page.getByText("Camille Martin", { exact: true }).last()).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole("heading", { name: "Récompenses déjà achetées" })).toBeVisible()
  await expect(page.getByRole("dialog")).toHaveCount(0)
  expect(complaints).toEqual([])
})

test("without camera permission, the cashier is told what to do instead, and a pasted code works", async ({
  page,
}) => {
  test.setTimeout(90_000)
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("Permission denied", "NotAllowedError"))
  })
  await openTestTill(page)
  await page.getByRole("button", { name: "Scanner" }).click()
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("L’accès à la caméra est refusé")
  await page.keyboard.press("Escape")
  await page.getByLabel("Téléphone ou code").fill(CAMILLE)
  await page.getByRole("button", { name: "Trouver" }).click()
  await expect(page.getByRole("heading", { name: "Récompenses déjà achetées" })).toBeVisible()
})

test("a purchase with a lost answer is queried again, not repeated", async ({ page }) => {
  test.setTimeout(90_000)
  await openTestTill(page)
  await page.getByLabel("Téléphone ou code").fill("06 12 00 00 08")
  await page.getByRole("button", { name: "Trouver" }).click()
  const keys: string[] = []
  await page.route("**/redeem", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]!)
    if (keys.length > 1) return route.continue()
    await route.fetch()
    await route.abort("connectionreset")
  })
  const voucher = page.getByRole("listitem").filter({ hasText: "10 % de remise" })
  await voucher.getByRole("button", { name: "Échanger" }).click()
  await page.getByRole("button", { name: "Dépenser 100 points" }).click()
  await expect(page.getByText("Comptoir ne répond pas.")).toBeVisible()
  await page.reload()
  await voucher.getByRole("button", { name: "Échanger" }).click()
  await page.getByRole("button", { name: "Dépenser 100 points" }).click()
  await expect(page.getByRole("dialog")).toHaveCount(0)
  await expect(page.getByRole("button", { name: /^Utiliser / })).toHaveCount(1)
  expect(keys).toHaveLength(2)
  expect(keys[1]).toBe(keys[0])
})
