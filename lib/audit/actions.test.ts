import { expect, test } from "vitest"
import { AUDIT_ACTIONS } from "@/db/enums"
import { messages } from "@/lib/i18n/messages"

test.each(["en", "fr"] as const)("audit actions and their sentences match: %s", (locale) => {
  const { other: _, ...sentences } = messages[locale].settings.audit.actions
  expect(Object.keys(sentences).toSorted()).toEqual(
    AUDIT_ACTIONS.map((action) => action.replace(".", "_")).toSorted(),
  )
})
