import { setDefaultWork, workAs } from "@/db/work"
import { loadSettings, prepareDatabase } from "./stack/database"
import { lineOf, orderlyShutdown } from "./stack/processes"

/** Gives work in flight 20 s to finish. */
const shutdown = orderlyShutdown(20_000)
try {
  loadSettings()
  process.env.PGAPPNAME ||= "comptoir-worker"
  setDefaultWork("worker")
  await prepareDatabase(shutdown)
  // Imported late, because these modules read the environment when they load.
  const { closeDatabase } = await import("@/db/index")
  const { startDeliveryWorker } = await import("@/lib/deliveries/worker")
  const { startJobRunner } = await import("@/lib/worker/job-runner")
  shutdown.add(closeDatabase)
  const [deliveries, jobs] = await Promise.all([startDeliveryWorker(), workAs("job", startJobRunner)])
  shutdown.add(
    () => deliveries.stop(),
    () => jobs.stop(),
  )
} catch (error) {
  console.error(lineOf(error))
  await shutdown.now(1)
}
