import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { cn } from "@/lib/cn"

/** What happened (`title`), what is safe (`children`), what to do (`action`), and the id to quote (`reference`). */
export function ErrorState({
  title,
  children,
  action,
  reference,
  level: Heading = "h1",
  className,
}: {
  title: ReactNode
  children: ReactNode
  action?: ReactNode
  reference?: string
  level?: "h1" | "h2"
  className?: string
}) {
  const t = useTranslations("common")
  return (
    <section role="alert" className={cn("max-w-form py-12", className)}>
      <Heading className="text-20 font-medium">{title}</Heading>
      <div className="mt-2 text-pretty text-secondary">{children}</div>
      {action && <div className="mt-6 flex flex-wrap gap-2">{action}</div>}
      {reference && (
        <p className="mt-8 text-12 text-secondary">
          {t("reference")} <code className="select-all font-mono">{reference}</code>
        </p>
      )}
    </section>
  )
}
