import { redirect } from "next/navigation"
import { merchantHref } from "@/lib/address"

export default async function SettingsPage({ params }: PageProps<"/m/[merchant]/settings">) {
  redirect(merchantHref((await params).merchant, "/settings/connection"))
}
