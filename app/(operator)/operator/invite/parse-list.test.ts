import { expect, test } from "vitest"
import { parseList } from "./parse-list"

test("merchants are read one per line, typed or pasted from a spreadsheet", () => {
  expect(
    parseList(
      "Chez Rosalie; rosalie@example.org\r\n\nLe Port, Nice\tport@example.org\nL’Œuf,oeuf@example.org\n",
    ),
  ).toEqual({
    merchants: [
      { name: "Chez Rosalie", email: "rosalie@example.org" },
      { name: "Le Port, Nice", email: "port@example.org" },
      { name: "L’Œuf", email: "oeuf@example.org" },
    ],
    wrongLines: [],
  })
})

test("a line without a name, an address or a separator is reported by its number", () => {
  expect(
    parseList("A; a@example.org\nrosalie@example.org\n; b@example.org\nB; not-an-address").wrongLines,
  ).toEqual([2, 3, 4])
})
