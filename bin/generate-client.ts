import { writeFileSync } from "node:fs"
import { apiDocument } from "@/app/api/pos/v1/resources"
import { type ApiDocument, clientSource } from "./client/source"
import { projectRoot } from "./stack/processes"

/** Generates the types and calls of `clients/typescript` from the API's own document. */
writeFileSync(
  `${projectRoot}/clients/typescript/src/generated.ts`,
  clientSource(apiDocument() as unknown as ApiDocument),
)
process.exit(0)
