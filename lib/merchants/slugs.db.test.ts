import { expect, test } from "vitest"
import { db, sql } from "@/db/index"
import { newId } from "@/lib/id"
import { insertMerchant } from "./mutations"

async function slugOf(name: string): Promise<string> {
  return (await db.transaction((tx) => insertMerchant(tx, newId(), name))).slug
}

test.for([
  ["Le Comptoir", "le-comptoir"],
  ["L’Échoppe d’Inès & Cie", "l-echoppe-d-ines-cie"],
  ["Cœur de Bœuf", "coeur-de-boeuf"],
  ["Straße Æther", "strasse-aether"],
  ['  --Pizza 12"-- ', "pizza-12"],
  ["寿司", "commerce"],
  ["new", "new-2"],
  ["A".repeat(60), "a".repeat(40)],
  [`${"a".repeat(38)} bc`, `${"a".repeat(38)}-b`],
  [`${"b".repeat(39)} bc`, "b".repeat(39)],
])("the slug of %s is %s", async ([name, slug]) => {
  expect(await slugOf(name!)).toBe(slug)
})

test("merchants with the same name, even created at once, get different slugs", async () => {
  const slugs = await Promise.all(Array.from({ length: 6 }, () => slugOf("Chez Double")))
  expect(slugs.sort()).toEqual(["chez-double", ...[2, 3, 4, 5, 6].map((n) => `chez-double-${n}`)])
})

test("a renamed merchant keeps its slug, and so every bookmark", async () => {
  const slug = await slugOf("Avant")
  await sql`update merchants set name = 'Après' where slug = ${slug}`
  expect(await sql`select name from merchants where slug = ${slug}`).toEqual([{ name: "Après" }])
})
