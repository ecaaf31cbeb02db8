import { expect, test } from "vitest"
import { readCsv } from "./read"
import { streamCsv } from "./write"

test("a file written in pieces reads back as one, and each piece is made on demand", async () => {
  let made = 0
  async function* pieces() {
    for (const rows of [[["sku", "nom"]], [["1", "a;b"]], [["2", "c"]]]) {
      made += 1
      yield rows
    }
  }
  const stream = streamCsv(pieces(), "fr")
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  for (let count = 1; ; count++) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    expect(made).toBe(count)
  }
  const { rows } = readCsv(Buffer.concat(chunks), { maxBytes: 1_000, maxRows: 10 })
  expect(rows).toHaveLength(2)
})

test("a cancelled download stops the reading", async () => {
  let isOver = false
  async function* pieces() {
    try {
      for (;;) yield [["row"]]
    } finally {
      isOver = true
    }
  }
  const reader = streamCsv(pieces(), "en").getReader()
  await reader.read()
  await reader.cancel()
  expect(isOver).toBe(true)
})
