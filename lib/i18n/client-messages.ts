import { getMessages } from "next-intl/server"
import type { messages } from "./messages"

type Namespace = keyof (typeof messages)["fr"]

/** The messages sent to the browser on pages outside the portal: 25 kB instead of 200. */
export async function clientMessages<Name extends Namespace>(...namespaces: Name[]) {
  const all = await getMessages()
  return Object.fromEntries(namespaces.map((name) => [name, all[name]])) as Pick<typeof all, Name>
}
