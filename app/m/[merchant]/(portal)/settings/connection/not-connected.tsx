import { useTranslations } from "next-intl"
import { Section } from "@/components/ui/page-header"
import { ConnectLink } from "./connect-link"

const STEPS = ["leave", "allow", "return"] as const

/** Before the first connection: what will happen, and the button that starts it. */
export function NotConnected({ mayConnect, heldOrders }: { mayConnect: boolean; heldOrders: number }) {
  const t = useTranslations("settings.connection.none")
  return (
    <Section title={t("title")} sentence={t("body", { count: heldOrders })}>
      {mayConnect ? (
        <>
          <ol className="mb-6 max-w-prose list-decimal space-y-1.5 pl-5 marker:text-secondary">
            {STEPS.map((step) => (
              <li key={step}>{t(`steps.${step}`)}</li>
            ))}
          </ol>
          <ConnectLink variant="primary">{t("connect")}</ConnectLink>
        </>
      ) : (
        <p className="text-secondary">{t("whoMay")}</p>
      )}
    </Section>
  )
}
