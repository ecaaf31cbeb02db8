// Loaded into every child process: a parent that was killed can stop nobody, so its children stop themselves.
const LIMIT_MS = 25_000

// A child's own children inherit the flag that loads this file; their channel is not ours to touch.
if (process.ppid === Number(process.env.PARENT_PID)) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM")
    setTimeout(() => process.exit(1), LIMIT_MS).unref()
  })
  process.channel?.unref()
}
