import { parseArgs } from "node:util"
import { loadSettings, prepareDatabase } from "./stack/database"
import { lineOf, orderlyShutdown } from "./stack/processes"

const USAGE =
  'npm run merchant:create -- --name "Chez Rosalie" --email rosalie@example.org --password "…" [--owner "Rosalie"] [--json]'

const shutdown = orderlyShutdown()
try {
  const { values } = parseArgs({
    options: {
      name: { type: "string" },
      email: { type: "string" },
      password: { type: "string" },
      owner: { type: "string" },
      json: { type: "boolean", default: false },
    },
  })
  loadSettings()
  await prepareDatabase(shutdown)
  // Imported late, because these modules read the environment when they load.
  const { closeDatabase } = await import("@/db/index")
  shutdown.add(closeDatabase)
  const { newMerchant } = await import("@/lib/merchants/schema")
  const { createMerchant } = await import("@/lib/merchants/mutations")
  const input = newMerchant.safeParse({
    name: values.name,
    email: values.email,
    password: values.password,
    ownerName: values.owner,
  })
  if (!input.success) {
    const problems = input.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`)
    throw new Error(`${problems.join("; ")}. ${USAGE}`)
  }
  const { merchantId, apiKey, isNewUser } = await createMerchant(input.data)
  if (values.json) console.log(JSON.stringify({ merchant_id: merchantId, api_key: apiKey }))
  else {
    console.log(`Merchant   ${merchantId}`)
    console.log(
      `Owner      ${input.data.email}${isNewUser ? "" : " (known account, its password is unchanged)"}`,
    )
    console.log(`API key    ${apiKey}   (shown once)`)
  }
  await shutdown.now(0)
} catch (error) {
  console.error(lineOf(error))
  await shutdown.now(1)
}
