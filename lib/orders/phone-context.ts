/** Binds a phone's blind index to its merchant: the same phone has another index at another merchant. */
export function phoneContext(merchantId: string): string {
  return `phone:${merchantId}`
}
