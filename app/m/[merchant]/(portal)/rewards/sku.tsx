import type { ReactNode } from "react"
import { CopyButton } from "@/components/ui/copy-button"

export function Sku({ children }: { children: ReactNode }) {
  return <code className="break-all font-mono text-13">{children}</code>
}

/** A SKU to type at Pongo, with a copy button. */
export function SkuText({ value, label }: { value: string; label: string }) {
  return (
    <span className="flex max-w-full items-center gap-1 rounded-control border bg-surface py-0.5 pl-2.5 pr-0.5">
      <code className="min-w-0 break-all font-mono text-13">{value}</code>
      <CopyButton value={value} aria-label={label} />
    </span>
  )
}
