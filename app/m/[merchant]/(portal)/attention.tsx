import { ArrowUpRight, CircleAlert, CircleCheck, CirclePause, Clock, type LucideIcon } from "lucide-react"
import type { ReactNode } from "react"
import { Link } from "@/components/link"
import type { PortalPath } from "@/lib/address"
import { cn } from "@/lib/cn"

export type Need = {
  id: string
  tone: "held" | "failed" | "retrying" | "queued"
  title: string
  /** What is safe, and since when. */
  sentence: string
  /** Link to the details. */
  more?: { href: PortalPath; label: string } | undefined
  /** The button that fixes it. */
  action: ReactNode
}

const LOOK: Record<Need["tone"], { icon: LucideIcon; text: string }> = {
  held: { icon: CirclePause, text: "text-held" },
  failed: { icon: CircleAlert, text: "text-failed" },
  retrying: { icon: Clock, text: "text-retrying" },
  queued: { icon: ArrowUpRight, text: "text-queued" },
}

/** What needs a person, most urgent first. */
export function Attention({ needs }: { needs: Need[] }) {
  return (
    <ul className="border-t">
      {needs.map(({ id, tone, title, sentence, more, action }) => {
        const { icon: Icon, text } = LOOK[tone]
        return (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-3 border-b py-4">
            <div className="flex min-w-0 flex-1 basis-80 gap-3">
              <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", text)} />
              <div className="min-w-0">
                <p className="font-medium">{title}</p>
                <p className="text-pretty text-secondary">
                  {sentence}
                  {more && (
                    <>
                      {" "}
                      <Link href={more.href} className="text-accent underline underline-offset-2">
                        {more.label}
                      </Link>
                    </>
                  )}
                </p>
              </div>
            </div>
            <div className="max-md:pl-7">{action}</div>
          </li>
        )
      })}
    </ul>
  )
}

/** Shown when the list is empty. */
export function NothingToDo({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex gap-3 border-y py-4">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-delivered" />
      <div>
        <p className="font-medium">{title}</p>
        <p className="text-secondary">{children}</p>
      </div>
    </div>
  )
}
