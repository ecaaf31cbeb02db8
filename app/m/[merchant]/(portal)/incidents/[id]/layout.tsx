import { incidentOrNotFound } from "./incident-or-not-found"

/** Looks before the skeleton is sent: the status of an answer cannot be changed after its first byte. */
export default async function IncidentLayout({
  children,
  params,
}: LayoutProps<"/m/[merchant]/incidents/[id]">) {
  const { merchant, id } = await params
  await incidentOrNotFound(merchant, id)
  return children
}
