import { requireMember } from "@/lib/auth/session"

/** Looks before a skeleton is sent: the status of an answer cannot be changed after its first byte. */
export default async function PortalLayout({ children, params }: LayoutProps<"/m/[merchant]">) {
  await requireMember(params)
  return children
}
