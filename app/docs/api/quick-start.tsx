import { useTranslations } from "next-intl"
import { CodeBlock } from "@/components/ui/code-block"

const AUTHORIZATION = '-H "Authorization: Bearer $COMPTOIR_KEY"'
const AS_JSON = '-H "Content-Type: application/json"'
const code = (name: React.ReactNode) => <code className="font-mono text-[0.92em]">{name}</code>

/** Four commands that lead from a key to a paid order with a reward. */
export function QuickStart({ apiUrl }: { apiUrl: string }) {
  const t = useTranslations("docs.start")
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-pretty">{t.rich("body", { code })}</p>
      <CodeBlock
        label={t("status")}
        code={`export COMPTOIR_KEY=cpt_…
curl -s "${apiUrl}/status?location_id=bastille" \\
  ${AUTHORIZATION}`}
      />
      <CodeBlock
        label={t("identify")}
        code={`curl -s ${apiUrl}/customers/identify \\
  ${AUTHORIZATION} ${AS_JSON} \\
  -d '{"location_id": "bastille", "phone": "06 12 34 56 78"}'`}
      />
      <CodeBlock
        label={t("redeem")}
        code={`curl -s ${apiUrl}/customers/cust_9f2c/rewards/rew_0ece003f2e/redeem \\
  ${AUTHORIZATION} ${AS_JSON} -H "X-Till-Id: till-2" \\
  -H "Idempotency-Key: till-2-$(date +%s)" -d '{"location_id": "bastille"}'`}
      />
      <p className="max-w-prose text-pretty text-secondary">{t.rich("apply", { code })}</p>
      <CodeBlock
        label={t("order")}
        code={`now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
curl -s ${apiUrl}/orders \\
  ${AUTHORIZATION} ${AS_JSON} \\
  -H "X-Till-Id: till-2" -d '{
  "order_id": "TEST-'$(date +%s)'", "location_id": "bastille", "state": "paid",
  "channel": "pos", "delivery_mode": "on_site",
  "created_at": "'$now'", "closed_at": "'$now'", "total_cents": 1450,
  "customer": {"id": "cust_9f2c"},
  "lines": [
    {"sku": "BRG-02", "name": "Burger", "quantity": 1, "unit_price_cents": 1450, "total_cents": 1450},
    {"sku": "CAF-01", "name": "Café", "quantity": 1, "unit_price_cents": 0, "total_cents": 0,
     "reward": {"reward_id": "rew_0ece003f2e", "hash": "h_80"}}],
  "payments": [{"method": "card", "amount_cents": 1450}]}'`}
      />
      <p className="max-w-prose text-pretty text-secondary">{t.rich("confirm", { code })}</p>
    </div>
  )
}
