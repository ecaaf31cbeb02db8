import { requireOrder } from "../../records"

export default async function OrderLayout({ children, params }: LayoutProps<"/m/[merchant]/orders/[id]">) {
  await requireOrder(params)
  return children
}
