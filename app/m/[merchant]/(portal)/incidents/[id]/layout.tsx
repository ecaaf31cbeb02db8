import { requireIncident } from "../../records"

export default async function IncidentLayout({
  children,
  params,
}: LayoutProps<"/m/[merchant]/incidents/[id]">) {
  await requireIncident(params)
  return children
}
