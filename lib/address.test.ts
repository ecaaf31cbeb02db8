import { readdirSync } from "node:fs"
import { expect, test } from "vitest"
import { connectHref, hrefWith, isPortalPath, merchantHref, SCREENS, withoutMerchant } from "./address"

test("every portal page is a screen, so that links to it carry the merchant", () => {
  const folders = readdirSync("app/m/[merchant]/(portal)", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^[[(]/.test(entry.name))
    .map(({ name }) => name)
  expect(folders.sort()).toEqual([...SCREENS])
})

test("a merchant's page is at an address under the merchant", () => {
  expect(merchantHref("le-comptoir", "/")).toBe("/m/le-comptoir")
  expect(merchantHref("le-comptoir", "/?period=30d")).toBe("/m/le-comptoir?period=30d")
  expect(merchantHref("le-comptoir", "/orders/12?a=b#c")).toBe("/m/le-comptoir/orders/12?a=b#c")
  expect(connectHref("le-comptoir")).toBe("/api/pongo/oauth/start?merchant=le-comptoir")
})

test("filters go in the query, unless they have no value", () => {
  expect(hrefWith("/orders", { q: "a&b c", min: 0, till: undefined, status: "" })).toBe(
    "/orders?q=a%26b+c&min=0",
  )
  expect(hrefWith("/", { period: undefined })).toBe("/")
})

test("a forged slug stays one path segment", () => {
  expect(merchantHref("../operator?x=#", "/orders")).toBe("/m/..%2Foperator%3Fx%3D%23/orders")
})

test.for([
  ["/", true],
  ["/?period=30d", true],
  ["/orders", true],
  ["/orders/12", true],
  ["/settings#team", true],
  ["/ordersx", false],
  ["/operator", false],
  ["/m/le-comptoir", false],
  ["//orders", true],
  ["#content", false],
  ["", false],
  ["orders", false],
] as const)("%s is a page of the portal: %s", ([path, isPage]) => {
  expect(isPortalPath(path)).toBe(isPage)
})

test("a page keeps its path at every merchant", () => {
  expect(withoutMerchant("/m/le-comptoir")).toBe("/")
  expect(withoutMerchant("/m/le-comptoir/orders/12")).toBe("/orders/12")
  expect(withoutMerchant("/operator")).toBe("/operator")
})
