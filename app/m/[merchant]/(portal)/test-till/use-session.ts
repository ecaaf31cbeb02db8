"use client"
import { useEffect, useRef, useState } from "react"
import { type Refusal, useAction } from "@/app/use-action"
import { closeTill, resumeTill } from "./actions"
import type { Session } from "./call-till"
import { changeTill, newTill, type SavedTill } from "./saved-till"

/** The saved till cannot be resumed now, but may be later. */
const PASSING = ["unreachable", "new_version", "internal", "unavailable"]

/**
 * The session of the open till. A till saved before a reload is resumed with a new key; one that has ended is
 * forgotten.
 */
export function useSession(merchant: string, saved: SavedTill | null | undefined) {
  const [session, setSession] = useState<Session>()
  const [refusal, setRefusal] = useState<Refusal>()
  const resuming = useAction(resumeTill)
  const closing = useAction(closeTill)

  async function resume({ till }: SavedTill) {
    setRefusal(undefined)
    const outcome = await resuming.run({ id: till.id })
    if (outcome.ok) return setSession({ ...till, ...outcome.data })
    setSession(undefined)
    setRefusal(outcome.refusal)
    if (!PASSING.includes(outcome.refusal.code)) changeTill(merchant, () => null)
  }

  const resumed = useRef<string>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each saved till; opening one makes its session.
  useEffect(() => {
    if (!saved || session || resumed.current === saved.till.id) return
    resumed.current = saved.till.id
    void resume(saved)
  }, [saved, session])

  return {
    session,
    refusal,
    isBusy: resuming.pending || closing.pending,
    resume: () => saved && resume(saved),
    open: (opened: Session) => {
      const { id, locationRef, locationName } = opened
      resumed.current = id
      setRefusal(undefined)
      setSession(opened)
      changeTill(merchant, () => newTill({ id, locationRef, locationName }))
    },
    /** The server cancels and frees what the till still holds. */
    close: async ({ id }: Session) => {
      const outcome = await closing.run({ id })
      if (!outcome.ok) return setRefusal(outcome.refusal)
      setSession(undefined)
      changeTill(merchant, () => null)
    },
  }
}
