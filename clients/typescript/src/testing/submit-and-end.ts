import { createClient } from "../client.js"
import { anOrder } from "./order.js"

/** Submits one order and exits without closing the client: nothing may keep the process alive. */
const [baseUrl, storage] = process.argv.slice(2)
const client = createClient({ baseUrl: baseUrl!, apiKey: "cpt_test", tillId: "till-1", storage })
client.heartbeat({ locationId: "bastille" })
const { accepted } = await client.orders.submit(anOrder("A-1"))
console.log((await accepted).order_id)
