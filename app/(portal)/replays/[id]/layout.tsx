import { replayOrNotFound } from "./replay-or-not-found"

/** Looks before the skeleton is sent: the status of an answer cannot be changed after its first byte. */
export default async function ReplayLayout({ children, params }: LayoutProps<"/replays/[id]">) {
  await replayOrNotFound((await params).id)
  return children
}
