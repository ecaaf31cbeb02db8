import { requireMember } from "@/lib/auth/session"

/** Checks access before a skeleton is sent: the status cannot change after the first byte. */
export default async function PortalLayout({ children, params }: LayoutProps<"/m/[merchant]">) {
  await requireMember(params)
  return children
}
