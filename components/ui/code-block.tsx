import { cn } from "@/lib/cn"
import { CopyButton } from "./copy-button"

/** A payload, a header or a command, verbatim, with a copy button. */
export function CodeBlock({ code, label, className }: { code: string; label?: string; className?: string }) {
  return (
    <figure className={cn("overflow-hidden rounded-card border bg-surface", className)}>
      <div className="flex min-h-9 items-center justify-between gap-2 border-b pl-4 pr-1">
        <figcaption className="py-1.5 text-12 text-secondary">{label}</figcaption>
        <CopyButton />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, keys could not scroll a long line
        tabIndex={0}
        className="max-h-96 overflow-auto px-4 py-3 font-mono text-12 leading-5 -outline-offset-2"
      >
        <code>{code}</code>
      </pre>
    </figure>
  )
}
