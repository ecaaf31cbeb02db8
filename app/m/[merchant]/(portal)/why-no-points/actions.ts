"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { subjectSearch } from "@/lib/customers/schema"
import { findSubject } from "@/lib/diagnosis/queries"

/** Uses POST, which keeps phones and e-mails out of addresses, history and logs. */
export const find = action(subjectSearch, alsoActing("viewer"), (ctx, { q }) => findSubject(ctx, q))
