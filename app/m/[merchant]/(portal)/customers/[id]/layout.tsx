import { requireCustomer } from "../../records"

export default async function CustomerLayout({
  children,
  params,
}: LayoutProps<"/m/[merchant]/customers/[id]">) {
  await requireCustomer(params)
  return children
}
