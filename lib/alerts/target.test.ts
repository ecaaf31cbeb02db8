import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, test } from "vitest"
import { postSigned } from "./post"
import { isPublicAddress, RefusedTarget, requireTarget, resolvePublic } from "./target"

const SECRET = `whsec_${Buffer.alloc(32, 1).toString("base64")}`
const HERE = ["localhost", "127.0.0.1"]
const post = (url: string, allowed: string[]) =>
  postSigned({ url, secret: SECRET, id: "msg_1", body: {} }, allowed)

describe("an address of the public internet", () => {
  test.each(["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4007::200e"])("%s", (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe("not an address of the public internet", () => {
  test.each([
    ...["127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    ...["169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "203.0.113.9"],
    ...["::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:7f00:1"],
    ...[
      "::ffff:8.8.8.8",
      "64:ff9b::7f00:1",
      "2002:7f00:1::",
      "2001::1",
      "2001:db8::1",
      "fec0::1",
      "localhost",
      "",
    ],
  ])("%s", (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe("in production we do not post to", () => {
  test.each([
    ...["http://example.org/", "ftp://example.org/", "https://user:secret@example.org/", "not an address"],
    ...[
      "https://127.0.0.1/",
      "https://localhost:1/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://017700000001/",
    ],
    ...[
      "https://[::1]/",
      "https://[::ffff:127.0.0.1]/",
      "https://[fd00::1]/",
      "https://169.254.169.254/latest/",
    ],
    ...["https://10.0.0.8:8443/", "https://192.168.0.1/", "http://localhost:1/"],
  ])("%s", async (url) => {
    await expect(post(url, [])).rejects.toThrow(RefusedTarget)
  })

  test("a name that resolves to this machine at the time of the call", async () => {
    expect(requireTarget("https://localhost./", []).hostname).toBe("localhost.")
    await expect(resolvePublic(new URL("https://localhost/"), [])).rejects.toThrow(RefusedTarget)
    await expect(post("https://localhost/", [])).rejects.toThrow("not a public address")
  })

  test("a name that does not exist is reported when it is entered", async () => {
    await expect(resolvePublic(new URL("https://nobody.invalid/"), [])).rejects.toThrow("unknown name")
  })
})

describe("a host that the operator named", () => {
  test("may be posted to, but not the network around it", async () => {
    expect(requireTarget("http://localhost:3000/hook", HERE).port).toBe("3000")
    for (const url of ["http://10.0.0.8/", "https://10.0.0.8/", "http://example.org/"])
      expect(() => requireTarget(url, HERE)).toThrow(RefusedTarget)
  })
})

describe("a receiver", () => {
  async function serve(answer: Parameters<typeof createServer>[1]) {
    const server = createServer(answer!)
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const close = () => {
      server.closeAllConnections()
      server.close()
    }
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
  }

  test("that redirects is not followed", async () => {
    let visits = 0
    const elsewhere = await serve((_, response) => response.end(String(++visits)))
    const server = await serve((_, response) => response.writeHead(307, { location: elsewhere.url }).end())
    expect(await post(server.url, HERE)).toBe(307)
    expect(visits).toBe(0)
    server.close()
    elsewhere.close()
  })

  test("that answers without end is not read to its end", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200)
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
      }
      response.on("drain", pour)
      pour()
    })
    const startedAt = Date.now()
    expect(await post(server.url, HERE)).toBe(200)
    expect(Date.now() - startedAt).toBeLessThan(3_000)
    server.close()
  })

  test("that does not answer times out after 5 s", async () => {
    const server = await serve(() => {})
    const startedAt = Date.now()
    await expect(post(server.url, HERE)).rejects.toThrow()
    const waited = Date.now() - startedAt
    expect(waited).toBeGreaterThan(4_000)
    expect(waited).toBeLessThan(9_000)
    server.close()
  })
})
