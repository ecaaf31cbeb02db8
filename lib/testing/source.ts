import { readdirSync } from "node:fs"
import { posix } from "node:path"

const FOLDERS = "app bench bin clients components db docs e2e front lib sandbox".split(" ")

export const IN_A_FOLDER = `(?:${FOLDERS.join("|")})/`

/** Every file of the source and the documentation, from the project root. */
export const sourceFiles = (): string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
      posix.join(folder, name.replaceAll("\\", "/")),
    ),
  ).filter((file) => !file.includes("node_modules"))
