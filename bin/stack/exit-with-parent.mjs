// Loaded into every child process. A killed parent cannot stop its children, so they stop themselves.
const LIMIT_MS = 25_000

// A child's own children inherit the flag that loads this file. Leave their channel alone.
if (process.ppid === Number(process.env.PARENT_PID)) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM")
    setTimeout(() => process.exit(1), LIMIT_MS).unref()
  })
  process.channel?.unref()
}
