import type { ReactNode } from "react"
import type { Href } from "@/components/link"
import { ButtonLink } from "./button"

/** Replaces a record that does not exist: explains why, and links back. */
export function NotFoundSection({
  title,
  action,
  href,
  children,
}: {
  title: string
  action: string
  href: Href
  children: ReactNode
}) {
  return (
    <section className="max-w-form py-12">
      <h1 className="text-20 font-medium">{title}</h1>
      <p className="mt-2 text-pretty text-secondary">{children}</p>
      <ButtonLink variant="primary" href={href} className="mt-6">
        {action}
      </ButtonLink>
    </section>
  )
}
