"use client"

declare global {
  var __webpack_nonce__: string | undefined
}

/**
 * Lets the one `<style>` that dialogs add (to stop the page behind from scrolling) through the Content Security
 * Policy: react-remove-scroll reads this global. The first nonce stays, since the browser keeps the policy of the
 * first document while later navigations come with nonces of their own.
 */
export function StyleNonce({ nonce }: { nonce: string }) {
  if (typeof window !== "undefined") globalThis.__webpack_nonce__ ??= nonce
  return null
}
