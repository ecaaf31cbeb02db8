"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { findCustomers } from "@/lib/customers/list"
import { subjectSearch } from "@/lib/customers/schema"

/** By POST, so that no phone or e-mail stands in an address, a history or a log. Answers masked. */
export const search = action(subjectSearch, alsoActing("viewer"), async (ctx, { q }) =>
  (await findCustomers(ctx, q)).map(({ id, name, phone }) => ({ id, name, phone })),
)
