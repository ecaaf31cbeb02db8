import { getTranslations } from "next-intl/server"
import { Badge } from "@/components/ui/badge"
import { Section } from "@/components/ui/page-header"
import type { Store } from "@/lib/connections/queries"

/** Stores that no location is mapped to, at most `most`. */
export async function FreeStores({ stores, most }: { stores: Store[]; most: number }) {
  if (stores.length === 0) return null
  const t = await getTranslations("locations.free")
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <ul className="border-t md:-mx-3">
        {stores.slice(0, most).map((store) => (
          <li
            key={store.slug}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b py-3 md:px-3"
          >
            <span>{store.name}</span>
            {store.isNew && <Badge className="self-center">{t("new")}</Badge>}
            <span className="text-13 text-secondary">
              {[store.address, [store.postalCode, store.city].filter(Boolean).join(" ")]
                .filter(Boolean)
                .join(", ")}
            </span>
          </li>
        ))}
      </ul>
      {stores.length > most && (
        <p className="py-3 text-13 text-secondary">{t("more", { count: stores.length - most })}</p>
      )}
    </Section>
  )
}
