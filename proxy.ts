import { type NextRequest, NextResponse } from "next/server"

/**
 * Gives each page its own Content Security Policy nonce, and its address for the way back after signing in. It authorises
 * nothing: sessions are checked by every page, action and handler themselves. The fixed headers are in next.config.mjs.
 */
export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64")
  const policy = pagePolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set("x-nonce", nonce)
  headers.set("Content-Security-Policy", policy)
  headers.set("x-address", addressOf(request))
  const response = NextResponse.next({ request: { headers } })
  response.headers.set("Content-Security-Policy", policy)
  return response
}

/** The page as its reader would share it: without what next adds to fetch it in pieces. */
function addressOf({ nextUrl: { pathname, searchParams } }: NextRequest): string {
  const query = new URLSearchParams(searchParams)
  query.delete("_rsc")
  return query.size > 0 ? `${pathname}?${query}` : pathname
}

function pagePolicy(nonce: string): string {
  // React's development build evaluates strings; the production build does not.
  const evaluation = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : ""
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ")
}

/** Pages only: handlers under /api and files answer data, whose policy is fixed, and the till should not wait for this. */
export const config = {
  matcher: [
    "/((?!api/|_next/static|metrics|favicon\\.ico$|icon\\.svg$|apple-icon\\.png$|manifest\\.webmanifest$).*)",
  ],
}
