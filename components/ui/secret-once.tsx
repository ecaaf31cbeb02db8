import { useTranslations } from "next-intl"
import { CopyButton } from "./copy-button"

/** A secret shown once: the value, a copy button, and a warning that it will not be shown again. */
export function SecretOnce({ value, label }: { value: string; label: string }) {
  const t = useTranslations("common")
  return (
    <figure className="rounded-card bg-retrying-soft p-4">
      <figcaption className="text-13 font-medium">{label}</figcaption>
      <div className="mt-2 flex items-start gap-2">
        <code className="min-w-0 flex-1 select-all break-all rounded-control bg-surface px-3 py-1.5 font-mono text-13">
          {value}
        </code>
        <CopyButton value={value} label={t("actions.copy")} variant="primary" />
      </div>
      <p className="mt-2 text-13 text-retrying">{t("secret.warning")}</p>
    </figure>
  )
}
