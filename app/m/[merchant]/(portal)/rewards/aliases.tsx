import { useTranslations } from "next-intl"
import { Section } from "@/components/ui/page-header"
import { RemoveAlias } from "./alias-buttons"
import { Sku } from "./sku"

type ShownAlias = { alias: string; sku: string; productName: string; by: string; when: string }

/** Accepted spellings: who accepted each, and a button that removes it. */
export function Aliases({ aliases, canEdit }: { aliases: ShownAlias[]; canEdit: boolean }) {
  const t = useTranslations("rewards.aliases")
  if (aliases.length === 0) return null
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <ul className="border-t md:-mx-3">
        {aliases.map(({ alias, sku, productName, by, when }) => (
          <li
            key={alias}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b py-2.5 md:px-3"
          >
            <p className="min-w-0">
              <Sku>{alias}</Sku> → <Sku>{sku}</Sku>, {productName}
              <span className="block text-12 text-secondary">{t("by", { who: by, when })}</span>
            </p>
            {canEdit && <RemoveAlias alias={alias} sku={sku} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}
