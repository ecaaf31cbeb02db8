import { execFileSync } from "node:child_process"
import { expect, test } from "vitest"
import { posOrder } from "@/lib/orders/schema"
import { curlForKey } from "./curl"

const at = (locationRef: string) =>
  curlForKey({ apiUrl: "https://comptoir.test/api/pos/v1", key: "cpt_x", locationRef })

test.each(["bastille", "L'Étoile", 'a "b" \\c'])("the shell command sends a valid order for %s", (ref) => {
  const script = `curl() { while [ "$1" != -d ]; do shift; done; printf %s "$2"; }\n${at(ref)}`
  const sent = posOrder.parse(JSON.parse(execFileSync("sh", ["-c", script], { encoding: "utf8" })))
  expect(sent).toMatchObject({ location_id: ref, state: "open" })
})
