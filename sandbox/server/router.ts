import { ApiError, type Call, type Route } from "./http"

type Compiled = { route: Route; segments: string[] }

/** Finds the route of a call and fills in its parameters. The GET route also answers HEAD. */
export class Router {
  readonly #exact = new Map<string, Route>()
  readonly #patterns: Compiled[] = []

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      if (route.path.includes("{")) this.#patterns.push({ route, segments: route.path.split("/") })
      else this.#exact.set(`${route.method} ${route.path}`, route)
    }
  }

  find(call: Call): Route {
    const method = call.method === "HEAD" ? "GET" : call.method
    const exact = this.#exact.get(`${method} ${call.path}`)
    if (exact) return exact

    const segments = call.path.split("/")
    for (const { route, segments: pattern } of this.#patterns) {
      if (route.method !== method) continue
      const params = matchSegments(pattern, segments)
      if (!params) continue
      call.params = params
      return route
    }
    throw this.#refusal(call, segments)
  }

  #refusal(call: Call, segments: string[]): ApiError {
    const methods = new Set<string>()
    for (const key of this.#exact.keys()) {
      const [method = "", path] = key.split(" ")
      if (path === call.path) methods.add(method)
    }
    for (const { route, segments: pattern } of this.#patterns) {
      if (matchSegments(pattern, segments)) methods.add(route.method)
    }
    if (methods.size === 0) return new ApiError(404, `The route ${call.path.slice(1)} could not be found.`)
    const allowed = [...methods].join(", ")
    const message = `The ${call.method} method is not supported for route ${call.path.slice(1)}. Supported methods: ${allowed}.`
    return new ApiError(405, message, undefined, { allow: allowed })
  }
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? ""
    if (expected.startsWith("{")) {
      const value = decodeSegment(actual)
      if (!value) return null
      params[expected.slice(1, -1)] = value
    } else if (expected !== actual) {
      return null
    }
  }
  return params
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
