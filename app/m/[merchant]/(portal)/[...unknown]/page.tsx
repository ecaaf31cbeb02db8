import { notFound } from "next/navigation"

/** Renders not-found inside the portal, with its menu. */
export default function UnknownPage() {
  notFound()
}
