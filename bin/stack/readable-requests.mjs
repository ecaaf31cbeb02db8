// Loaded into the web server before Next, which answers 500 to an address it cannot decode and to an unknown verb.
// Rewrites such a request to an address that answers it: problem+json below /api/pos, a page elsewhere.
import { Server } from "node:http"

const VERBS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
const API = /^\/+api\/pos(\/|\?|$)/i

const { emit } = Server.prototype

Server.prototype.emit = function (event, ...args) {
  if (event === "request") leadToAnswer(args[0])
  return emit.call(this, event, ...args)
}

function leadToAnswer(request) {
  const isApi = API.test(request.url)
  if (!VERBS.includes(request.method)) {
    request.method = isApi ? "POST" : "GET"
    request.url = isApi ? "/api/pos/unknown-verb" : "/unreadable"
  } else if (!isReadable(request.url)) request.url = isApi ? "/api/pos/unreadable" : "/unreadable"
}

function isReadable(url) {
  try {
    decodeURIComponent(url.split("?", 1)[0])
    return true
  } catch {
    return false
  }
}
