"use client"
import type { ComponentProps } from "react"
import { useFormStatus } from "react-dom"
import { Button } from "./button"

/** A form's main button, pending while the form's action runs. */
export function SubmitButton({ variant = "primary", ...rest }: Omit<ComponentProps<typeof Button>, "type">) {
  const { pending } = useFormStatus()
  return <Button type="submit" variant={variant} {...rest} pending={pending || rest.pending} />
}
