import { requireReplay } from "../../records"

export default async function ReplayLayout({ children, params }: LayoutProps<"/m/[merchant]/replays/[id]">) {
  await requireReplay(params)
  return children
}
