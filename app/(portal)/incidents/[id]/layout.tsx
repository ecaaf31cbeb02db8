import { incidentOrNotFound } from "./incident-or-not-found"

/** Looks before the skeleton is sent: the status of an answer cannot be changed after its first byte. */
export default async function IncidentLayout({ children, params }: LayoutProps<"/incidents/[id]">) {
  await incidentOrNotFound((await params).id)
  return children
}
