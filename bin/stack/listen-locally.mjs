// Loaded into Next behind the front: it listens on a port of this machine that is free, and tells the front which.
import { Server } from "node:http"

const { listen } = Server.prototype

Server.prototype.listen = function () {
  return listen.call(this, { port: 0, host: "127.0.0.1" }, () => process.send(this.address().port))
}
