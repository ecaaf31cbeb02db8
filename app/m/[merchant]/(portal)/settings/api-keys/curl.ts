/**
 * A command that tests a key: it sends an open order, which is stored but not sent to Pongo until it is paid, or reads
 * the status if the key cannot send orders.
 */
export function curlForKey({
  apiUrl,
  key,
  locationRef,
}: {
  apiUrl: string
  key: string
  locationRef: string | undefined
}): string {
  const authorization = `-H "Authorization: Bearer ${key}"`
  if (locationRef === undefined) return `curl -s ${apiUrl}/status \\\n  ${authorization}`
  const location = JSON.stringify(locationRef).replaceAll("'", "'\\''")
  return `curl -s ${apiUrl}/orders \\
  ${authorization} -H "Content-Type: application/json" \\
  -d '{"order_id":"TEST-'$(date +%s)'","location_id":${location},"state":"open",
       "channel":"pos","delivery_mode":"on_site","created_at":"'$(date -u +%Y-%m-%dT%H:%M:%SZ)'",
       "total_cents":220,"lines":[{"sku":"TEST-01","name":"Test","quantity":1,
       "unit_price_cents":220,"total_cents":220}]}'`
}
