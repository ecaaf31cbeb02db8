import { expect, test } from "vitest"
import { networkOf } from "@/lib/auth/network"
import { deviceOf } from "./device"

test.for([
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0 Safari/537.36 Edg/139.0",
    { browser: "Edge", system: "Windows" },
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    { browser: "Safari", system: "iPhone" },
  ],
  [
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0 Mobile Safari/537.36",
    { browser: "Chrome", system: "Android" },
  ],
  [
    "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
    { browser: "Firefox", system: "Linux" },
  ],
  ["curl/8", { browser: null, system: null }],
  [null, { browser: null, system: null }],
] as const)("a device is named as its owner knows it: %s", ([userAgent, device]) => {
  expect(deviceOf(userAgent)).toEqual(device)
})

test.for([
  ["192.0.2.17", "192.0.2.x"],
  ["::ffff:192.0.2.17", "192.0.2.x"],
  ["2001:DB8:1:2::3", "2001:db8:1::"],
  ["::1", null],
  ["unknown", null],
  ["<b>", null],
] as const)("of the address %s the network is kept: %s", ([address, network]) => {
  expect(networkOf(address)).toBe(network)
})
