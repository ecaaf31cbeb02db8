import { customerOrNotFound } from "./customer-or-not-found"

/** Looks before the skeleton is sent: the status of an answer cannot be changed after its first byte. */
export default async function CustomerLayout({
  children,
  params,
}: LayoutProps<"/m/[merchant]/customers/[id]">) {
  const { merchant, id } = await params
  await customerOrNotFound(merchant, id)
  return children
}
