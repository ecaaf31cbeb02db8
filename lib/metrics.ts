import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"

type QueueReader = () => Promise<Record<string, number>>

const SECONDS_OF_A_REQUEST = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const SECONDS_OF_AN_ATTEMPT = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]
/** Histogram buckets, from immediate to the end of the retry schedule three days later. */
const SECONDS_TO_PONGO = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400, 259_200]

function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const queueReadFailures = new Counter({
    name: "comptoir_queue_read_failures_total",
    help: "Times the queue could not be counted",
    registers,
  })
  const metrics = {
    registry,
    readQueue: undefined as QueueReader | undefined,
    requests: new Counter({
      name: "comptoir_http_requests_total",
      help: "Requests answered",
      labelNames: ["route", "method", "status"],
      registers,
    }),
    requestSeconds: new Histogram({
      name: "comptoir_http_request_duration_seconds",
      help: "Time to answer a request",
      labelNames: ["route", "method"],
      buckets: SECONDS_OF_A_REQUEST,
      registers,
    }),
    attempts: new Counter({
      name: "comptoir_delivery_attempts_total",
      help: "Attempts to deliver an order to Pongo",
      labelNames: ["outcome"],
      registers,
    }),
    attemptSeconds: new Histogram({
      name: "comptoir_delivery_attempt_duration_seconds",
      help: "Time an attempt took",
      buckets: SECONDS_OF_AN_ATTEMPT,
      registers,
    }),
    paymentToPongoSeconds: new Histogram({
      name: "comptoir_payment_to_pongo_seconds",
      help: "Time from the payment of an order to its delivery",
      buckets: SECONDS_TO_PONGO,
      registers,
    }),
    breakerOpen: new Gauge({
      name: "comptoir_breaker_open",
      help: "1 while calls to Pongo are held back",
      registers,
    }),
    queue: new Gauge({
      name: "comptoir_deliveries",
      help: "Deliveries by status",
      labelNames: ["status"],
      registers,
      async collect() {
        this.reset()
        if (!metrics.readQueue) return
        try {
          for (const [status, count] of Object.entries(await metrics.readQueue())) this.set({ status }, count)
        } catch {
          // An unresponsive database must not hide the other metrics.
          queueReadFailures.inc()
        }
      },
    }),
  }
  return metrics
}

/** Next reloads a changed module and loads one copy per bundle, but a metric name may be registered only once. */
const holder = globalThis as typeof globalThis & { comptoirMetrics?: ReturnType<typeof createMetrics> }
holder.comptoirMetrics ??= createMetrics()
const metrics = holder.comptoirMetrics

/**
 * @param request `route` is the pattern (`/orders/{order_id}`), never the path, because each value is a time series.
 */
export function countRequest(request: { route: string; method: string; status: number; seconds: number }) {
  const { route, method, status, seconds } = request
  metrics.requests.inc({ route, method, status })
  metrics.requestSeconds.observe({ route, method }, seconds)
}

/** @param attempt `outcome` comes from a closed list. */
export function countAttempt(attempt: { outcome: string; seconds: number }) {
  metrics.attempts.inc({ outcome: attempt.outcome })
  metrics.attemptSeconds.observe(attempt.seconds)
}

export const observePaymentToPongo = (seconds: number) => metrics.paymentToPongoSeconds.observe(seconds)

export const setBreakerState = (state: "closed" | "open") => metrics.breakerOpen.set(state === "open" ? 1 : 0)

/** Sets the source of the number of deliveries by status, which is read at each rendering. */
export function countQueueWith(read: QueueReader) {
  metrics.readQueue = read
}

/** All metrics in Prometheus text format. */
export const renderMetrics = async () => ({
  contentType: metrics.registry.contentType,
  body: await metrics.registry.metrics(),
})
