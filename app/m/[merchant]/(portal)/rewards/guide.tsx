import { useLocale, useTranslations } from "next-intl"
import { Link } from "@/components/link"
import { Section } from "@/components/ui/page-header"
import { formattingTag } from "@/lib/i18n/locale"
import { SkuText } from "./sku"

type Example = { sku: string; name: string }

/** Explains where SKUs come from and how Pongo spells them, with the merchant's own products as examples. */
export function Guide({
  products,
  foreign,
}: {
  /** At most three of the merchant's products. */
  products: Example[]
  /** An example of another system's SKU found at Pongo, if there is one. */
  foreign: string | undefined
}) {
  const t = useTranslations("rewards")
  const locale = useLocale()
  const [first] = products
  const choice = new Intl.ListFormat(formattingTag(locale)).format(products.map(({ name }) => name))
  return (
    <Section title={t("guide.title")}>
      <div className="grid gap-x-8 gap-y-6 border-t pt-5 md:grid-cols-3">
        {(["where", "write", "several"] as const).map((step) => (
          <div key={step}>
            <h3 className="text-14 font-medium">{t(`guide.${step}.title`)}</h3>
            <p className="mt-1 text-pretty text-secondary">
              {t.rich(`guide.${step}.body`, {
                catalog: (words) => (
                  <Link href="/catalog" className="text-accent underline underline-offset-2">
                    {words}
                  </Link>
                ),
              })}
            </p>
          </div>
        ))}
      </div>
      {first && (
        <div className="mt-6">
          <h3 className="text-14 font-medium">{t("guide.examples.title")}</h3>
          <dl className="mt-3 grid gap-3">
            <Line words={t("guide.examples.one", { name: first.name })} value={first.sku} />
            {products.length > 1 && (
              <Line
                words={t("guide.examples.choice", { names: choice })}
                value={products.map(({ sku }) => sku).join(", ")}
              />
            )}
            {foreign && <Line words={t("guide.examples.mixed")} value={`${first.sku}, ${foreign}`} />}
          </dl>
        </div>
      )}
    </Section>
  )
}

function Line({ words, value }: { words: string; value: string }) {
  const t = useTranslations("rewards.near")
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <dt className="text-secondary">{words}</dt>
      <dd className="max-w-full">
        <SkuText value={value} label={t("copy")} />
      </dd>
    </div>
  )
}
