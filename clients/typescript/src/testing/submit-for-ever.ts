import { createClient, type ProblemError } from "../client.js"
import { anOrder } from "./order.js"

/** Submits as fast as it can to a server that is not there, and prints each number once it is stored. To be killed. */
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
