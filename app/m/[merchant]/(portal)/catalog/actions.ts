"use server"
import { action } from "@/lib/action"
import { importCatalog, readCatalogFile } from "@/lib/catalog/mutations"
import { importChoice, productFile } from "@/lib/catalog/schema"

export const readFile = action(productFile, "manager", readCatalogFile)
export const importProducts = action(importChoice, "manager", importCatalog)
