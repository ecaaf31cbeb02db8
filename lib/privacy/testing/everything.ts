import { createDecipheriv } from "node:crypto"
import { sql } from "@/db/index"
import { env } from "@/lib/env"

/**
 * Every row about a merchant in every table of every schema, with every sealed value opened, in lower case: what
 * somebody with the database and the keys could read.
 */
export async function everything(merchantId: string): Promise<string> {
  const orders = await sql<{ id: string }[]>`select id from orders where merchant_id = ${merchantId}`
  const ids = [merchantId, ...orders.map(({ id }) => id)]
  const tables = await sql<{ schema: string; name: string }[]>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
  const rows: string[] = []
  for (const { schema, name } of tables)
    for (const { row } of await sql<
      { row: string }[]
    >`select t::text as row from ${sql(schema)}.${sql(name)} t`)
      if (ids.some((id) => row.includes(id))) rows.push(row)
  const text = rows.join("\n")
  const kids = env.ENCRYPTION_KEYS!.map(({ kid }) => kid).join("|")
  const sealed = [...text.matchAll(new RegExp(`\\b(?:${kids})(?:\\.[\\w-]+){3}`, "g"))]
  return [text, ...sealed.map(([value]) => unseal(value))].join("\n").toLowerCase()
}

/** Ignores the context it was sealed with: the key alone decrypts, the context is only checked. */
function unseal(sealed: string): string {
  const [kid, iv, , ciphertext] = sealed.split(".")
  const { key } = env.ENCRYPTION_KEYS!.find((known) => known.kid === kid)!
  return createDecipheriv("aes-256-gcm", Buffer.from(key, "base64"), Buffer.from(iv!, "base64url"))
    .update(Buffer.from(ciphertext!, "base64url"))
    .toString("utf8")
}
