// Loaded into Next behind the front: makes Next listen on a free local port, and tells the front which.
import { Server } from "node:http"

const { listen } = Server.prototype

Server.prototype.listen = function () {
  return listen.call(this, { port: 0, host: "127.0.0.1" }, () => process.send(this.address().port))
}
