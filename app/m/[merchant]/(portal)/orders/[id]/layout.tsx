import { orderOrNotFound } from "./order-or-not-found"

/** Looks before the skeleton is sent: the status of an answer cannot be changed after its first byte. */
export default async function OrderLayout({ children, params }: LayoutProps<"/m/[merchant]/orders/[id]">) {
  const { merchant, id } = await params
  await orderOrNotFound(merchant, id)
  return children
}
