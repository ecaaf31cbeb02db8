"use client"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { Section } from "@/components/ui/page-header"
import { endOthers, endSession } from "./actions"

type ShownSession = { ref: string; isThis: boolean; device: string; facts: string }

/** Lists the person's sessions, this browser first; each of the others has a button that ends it. */
export function Sessions({ sessions }: { sessions: ShownSession[] }) {
  const t = useTranslations("account.sessions")
  const others = sessions.filter(({ isThis }) => !isThis).length
  return (
    <Section
      title={t("title")}
      sentence={others > 0 ? t("sentence") : t("alone")}
      action={others > 0 && <EndOthers count={others} />}
    >
      <ul className="border-t">
        {sessions.map((session) => (
          <li key={session.ref} className="flex items-center gap-4 border-b py-3">
            <div className="min-w-0 flex-1">
              <p className="font-medium">
                {session.device}
                {session.isThis && <span className="font-normal text-secondary"> · {t("this")}</span>}
              </p>
              <p className="text-13 text-secondary">{session.facts}</p>
            </div>
            {!session.isThis && <EndButton sessionRef={session.ref} device={session.device} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function EndButton({ sessionRef, device }: { sessionRef: string; device: string }) {
  const t = useTranslations("account.sessions")
  return (
    <ActionButton
      size="small"
      action={endSession}
      input={{ ref: sessionRef }}
      done={{ title: t("ended") }}
      aria-label={t("endName", { device })}
    >
      {t("end")}
    </ActionButton>
  )
}

function EndOthers({ count }: { count: number }) {
  const t = useTranslations("account.sessions")
  const { run } = useAction(endOthers, { done: { title: t("othersEnded") } })
  return (
    <ConfirmDialog
      trigger={<Button size="small">{t("endOthers")}</Button>}
      title={t("endOthersTitle")}
      consequence={t("endOthersBody", { count })}
      confirmLabel={t("endOthers")}
      onConfirm={() => run({})}
    />
  )
}
