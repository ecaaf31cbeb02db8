import { CircleAlert } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ReactNode, useId } from "react"
import { cn } from "@/lib/cn"

type ControlProps = {
  id: string
  name: string
  required: boolean
  "aria-describedby": string | undefined
  "aria-invalid": true | undefined
}

/**
 * A form field: label above, help below, error beside it. The control receives the attributes that link it to them:
 * `<Field name="email" label={…}>{(control) => <Input type="email" {...control} />}</Field>`. Fields are required
 * unless marked `optional`, which the label then says.
 */
export function Field({
  name,
  label,
  help,
  error,
  optional = false,
  className,
  children,
}: {
  name: string
  label: ReactNode
  help?: ReactNode
  error?: string
  optional?: boolean
  className?: string
  children: (control: ControlProps) => ReactNode
}) {
  const t = useTranslations("common.form")
  const id = useId()
  const describedBy = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ")
  return (
    <div className={cn("max-w-form", className)}>
      <label htmlFor={id} className="mb-1.5 flex items-baseline justify-between gap-2 text-13 font-medium">
        {label}
        {optional && <span className="font-normal text-secondary">{t("optional")}</span>}
      </label>
      {children({
        id,
        name,
        required: !optional,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {help && (
        <p id={`${id}-help`} className="mt-1.5 text-13 text-secondary">
          {help}
        </p>
      )}
    </div>
  )
}

/** A group of checkboxes or radio buttons: legend above, error below. */
export function FieldGroup({
  legend,
  error,
  className = "space-y-2.5",
  children,
}: {
  legend: ReactNode
  error?: string
  className?: string
  children: ReactNode
}) {
  const id = useId()
  return (
    <fieldset aria-describedby={error && id}>
      <legend className="mb-1.5 text-13 font-medium">{legend}</legend>
      <div className={className}>{children}</div>
      {error && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  )
}

function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="mt-1.5 flex gap-1.5 text-13 text-failed">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {children}
    </p>
  )
}
