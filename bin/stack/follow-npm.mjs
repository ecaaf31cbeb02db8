/**
 * npm does not wait for, or always pass on, the signal that ends it: without this, what it ran would stay behind. Started
 * by npm, this process ends itself in order (SIGTERM) once npm is gone; started in any other way, it does nothing.
 */
const parent = process.ppid
if (process.env.npm_lifecycle_event && parent > 1) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, "SIGTERM")
  }, 500).unref()
}
