import { cva, type VariantProps } from "class-variance-authority"
import { LoaderCircle } from "lucide-react"
import type { ComponentProps, ReactNode } from "react"
import { Link } from "@/components/link"
import { cn } from "@/lib/cn"

export const buttonStyle = cva(
  "relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control font-medium transition-colors duration-100 disabled:not-aria-busy:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-ink text-paper enabled:hover:bg-ink/85 [a&]:hover:bg-ink/85",
        secondary:
          "border border-edge bg-surface text-ink enabled:hover:bg-wash [a&]:hover:bg-wash data-[state=open]:bg-wash",
        ghost: "text-ink enabled:hover:bg-wash [a&]:hover:bg-wash data-[state=open]:bg-wash",
        danger: "bg-failed text-paper enabled:hover:bg-failed/85 [a&]:hover:bg-failed/85",
      },
      size: {
        medium: "h-9 px-3.5 text-14 max-md:h-10",
        small: "h-8 px-2.5 text-13",
        icon: "size-9 text-14 max-md:size-10",
        "icon-small": "size-8 text-13",
      },
    },
    defaultVariants: { variant: "secondary", size: "medium" },
  },
)

type Look = VariantProps<typeof buttonStyle>

/** A button, `type="button"` by default. While `pending` it keeps its width and name and cannot be pressed again. */
export function Button({
  variant,
  size,
  pending = false,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: ComponentProps<"button"> & Look & { pending?: boolean }) {
  return (
    <button
      type={type}
      className={cn(buttonStyle({ variant, size }), className)}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      {...rest}
    >
      {pending && (
        <span className="absolute inset-0 grid place-items-center">
          <LoaderCircle aria-hidden className="animate-spin" />
        </span>
      )}
      <Label hidden={pending}>{children}</Label>
    </button>
  )
}

/** A link that looks like a button: it navigates, while a Button acts. */
export function ButtonLink({ variant, size, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link className={cn(buttonStyle({ variant, size }), className)} {...rest} />
}

function Label({ hidden, children }: { hidden: boolean; children: ReactNode }) {
  return hidden ? <span className="inline-flex items-center gap-2 opacity-0">{children}</span> : children
}
