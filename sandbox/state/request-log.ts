export type LoggedRequest = {
  id: number
  at: string
  method: string
  path: string
  /** 0 if the request got no answer. */
  status: number
  duration_ms: number
  merchant_id: string | null
  /** Kind of the applied fault, if any. */
  fault: string | null
  request_body: string | null
  response_body: string | null
}

const CAPACITY = 500
const MAX_RECORDED_CHARS = 8_000

/** The last 500 requests, in a ring buffer: the cost of recording stays constant. */
export class RequestLog {
  #ring: LoggedRequest[] = []
  #count = 0

  add(entry: Omit<LoggedRequest, "id">): void {
    const id = this.#count + 1
    this.#ring[this.#count % CAPACITY] = {
      id,
      ...entry,
      request_body: shorten(entry.request_body),
      response_body: shorten(entry.response_body),
    }
    this.#count = id
  }

  /** Newest first. */
  list(limit = CAPACITY): LoggedRequest[] {
    const found: LoggedRequest[] = []
    for (let id = this.#count; id > 0 && found.length < Math.min(limit, CAPACITY); id--) {
      const entry = this.#ring[(id - 1) % CAPACITY]
      if (entry) found.push(entry)
    }
    return found
  }

  /** Requests received since the start or the last reset, including those no longer kept. */
  get total(): number {
    return this.#count
  }

  clear(): void {
    this.#ring = []
    this.#count = 0
  }
}

function shorten(text: string | null): string | null {
  return text && text.length > MAX_RECORDED_CHARS ? `${text.slice(0, MAX_RECORDED_CHARS)}…` : text
}
