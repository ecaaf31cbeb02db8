import { replayOrNotFound } from "./replay-or-not-found"

/** Looks before the skeleton is sent: the status of an answer cannot be changed after its first byte. */
export default async function ReplayLayout({ children, params }: LayoutProps<"/m/[merchant]/replays/[id]">) {
  const { merchant, id } = await params
  await replayOrNotFound(merchant, id)
  return children
}
