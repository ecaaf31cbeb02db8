import { useTranslations } from "next-intl"
import { Sequence } from "./sequence"

/** Three sequence diagrams: the normal case, payment in another system, and a network failure. */
export function Flows() {
  const t = useTranslations("docs.flows")
  const actors = [t("till"), t("comptoir"), t("pongo")]
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
      <Sequence
        title={t("redeem.title")}
        actors={actors}
        steps={[
          { from: 0, to: 1, words: "POST /customers/identify", isCode: true },
          { from: 1, to: 2, words: t("redeem.ask") },
          { from: 1, to: 0, words: t("redeem.profile"), isAnswer: true },
          { from: 0, to: 1, words: "POST …/redeem", isCode: true },
          { from: 1, to: 2, words: t("redeem.buy") },
          { from: 1, to: 0, words: t("redeem.bought"), isAnswer: true },
          { note: t("redeem.lost") },
          { from: 0, to: 1, words: t("redeem.line") },
          { from: 1, to: 0, words: t("redeem.stored"), isAnswer: true },
          { note: t("redeem.later") },
          { from: 1, to: 2, words: t("redeem.deliver") },
        ]}
      />
      <div className="grid content-start gap-10">
        <Sequence
          title={t("external.title")}
          actors={[t("other"), ...actors]}
          steps={[
            { from: 1, to: 2, words: "POST /orders", isCode: true },
            { from: 2, to: 1, words: t("external.waiting"), isAnswer: true },
            { from: 1, to: 0, words: t("external.pays") },
            { from: 0, to: 1, words: t("external.paid"), isAnswer: true },
            { from: 1, to: 2, words: "POST /orders/…/payment", isCode: true },
            { from: 2, to: 3, words: t("external.deliver") },
            { note: t("external.failed") },
          ]}
        />
        <Sequence
          title={t("offline.title")}
          actors={actors}
          steps={[
            { note: t("offline.down") },
            { from: 0, to: 1, words: "POST /tills/heartbeat", isCode: true },
            { from: 1, to: 0, words: t("offline.drain"), isAnswer: true },
            { from: 0, to: 1, words: "POST /orders/batch", isCode: true },
            { from: 1, to: 0, words: t("offline.results"), isAnswer: true },
            { note: t("offline.again") },
            { from: 1, to: 2, words: t("offline.deliver") },
          ]}
        />
      </div>
    </div>
  )
}
