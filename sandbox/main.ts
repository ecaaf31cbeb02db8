import { startSandbox } from "./server/server"

const appUrl = process.env.APP_URL?.replace(/\/+$/, "")

const sandbox = await startSandbox({
  port: Number(process.env.SANDBOX_PORT || 4010),
  host: process.env.SANDBOX_HOST || undefined,
  statePath: process.env.SANDBOX_STATE || undefined,
  clientId: process.env.PONGO_CLIENT_ID || undefined,
  clientSecret: process.env.PONGO_CLIENT_SECRET || undefined,
  redirectUris: appUrl ? [`${appUrl}/api/pongo/oauth/callback`] : [],
})
console.log(`Sandbox Pongo: ${sandbox.url}`)

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error("sandbox: not closed cleanly", error)
        process.exit(1)
      },
    )
  })
}
