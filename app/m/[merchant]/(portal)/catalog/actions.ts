"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { importCatalog, readCatalogFile } from "@/lib/catalog/mutations"
import { importChoice, productFile } from "@/lib/catalog/schema"

export const readFile = action(productFile, alsoActing("manager"), readCatalogFile)
export const importProducts = action(importChoice, alsoActing("manager"), importCatalog)
