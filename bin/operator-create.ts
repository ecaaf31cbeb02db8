import { parseArgs } from "node:util"
import { loadSettings, prepareDatabase } from "./stack/database"
import { lineOf, orderlyShutdown } from "./stack/processes"

const USAGE = 'npm run operator:create -- --name "Alex" --email alex@vendor.example --password "…"'

const shutdown = orderlyShutdown()
try {
  const { values } = parseArgs({
    options: { name: { type: "string" }, email: { type: "string" }, password: { type: "string" } },
  })
  loadSettings()
  await prepareDatabase(shutdown)
  // Imported late, because these modules read the environment when they load.
  const { closeDatabase } = await import("@/db/index")
  shutdown.add(closeDatabase)
  const { createOperator, newOperator } = await import("@/lib/operators/new-operator")
  const input = newOperator.safeParse(values)
  if (!input.success) {
    const problems = input.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`)
    throw new Error(`${problems.join("; ")}. ${USAGE}`)
  }
  const { isNewUser } = await createOperator(input.data)
  console.log(
    `Operator   ${input.data.email}${isNewUser ? "" : " (known account, its password is unchanged)"}`,
  )
  await shutdown.now(0)
} catch (error) {
  console.error(lineOf(error))
  await shutdown.now(1)
}
