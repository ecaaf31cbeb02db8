"use client"

declare global {
  var __webpack_nonce__: string | undefined
}

/**
 * Passes the nonce to react-remove-scroll, which reads this global, so that the Content Security Policy allows the
 * `<style>` that stops the page scrolling behind a dialog. Keeps the first nonce: the browser keeps the first
 * document's policy, while later navigations bring new nonces.
 */
export function StyleNonce({ nonce }: { nonce: string }) {
  if (typeof window !== "undefined") globalThis.__webpack_nonce__ ??= nonce
  return null
}
