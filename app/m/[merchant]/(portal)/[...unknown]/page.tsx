import { notFound } from "next/navigation"

/** An address that is no page of the portal is not found with the menu beside it. */
export default function UnknownPage() {
  notFound()
}
