/**
 * npm neither waits for its child nor always forwards the signal that ends it, so the child would be left running. When
 * npm started this process, it shuts down in order (SIGTERM) once npm is gone. Otherwise this does nothing.
 */
const parent = process.ppid
if (process.env.npm_lifecycle_event && parent > 1) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, "SIGTERM")
  }, 500).unref()
}
