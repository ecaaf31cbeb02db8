import { createClient, type ProblemError } from "../client.js"
import { anOrder } from "./order.js"

/**
 * Submits orders as fast as possible to a server that is down, and prints each number once stored. The test kills it.
 */
const client = createClient({
  ...{ baseUrl: "http://127.0.0.1:9", apiKey: "cpt_test", tillId: "till-1", storage: process.argv[2] },
})
for (let number = 1; ; number++)
  await client.orders.submit(anOrder(`K-${number}`)).then(
    () => console.log(`K-${number}`),
    (error: ProblemError) => {
      console.error(error.code)
      process.exit(3)
    },
  )
