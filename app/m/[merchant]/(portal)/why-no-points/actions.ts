"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { subjectSearch } from "@/lib/customers/schema"
import { findSubject } from "@/lib/diagnosis/queries"

/** By POST, so that no phone or e-mail stands in an address, a history or a log. */
export const find = action(subjectSearch, alsoActing("viewer"), (ctx, { q }) => findSubject(ctx, q))
