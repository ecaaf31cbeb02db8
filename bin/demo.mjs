import "./stack/follow-npm.mjs"
import { build, install, requireNode } from "./stack/setup.mjs"

requireNode()
console.log("\n  Comptoir, demonstration\n")
for (const [what, prepare] of [
  ["Installing", install],
  ["Building", build],
]) {
  const slow = setTimeout(() => console.log(`  ${what} (about a minute, only when something changed)`), 300)
  const { code, output } = await prepare({ isCaptured: true })
  clearTimeout(slow)
  if (code !== 0) {
    console.error(`${output}\n  ${what} failed.`)
    process.exit(1)
  }
}
// Run in this process, so that Ctrl-C reaches a single place.
const { register } = await import("tsx/esm/api")
register()
await import("./demo/demo.ts")
