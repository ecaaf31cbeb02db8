import { posUnknownVerb } from "@/lib/checkout-api/route"

export {
  posUnknownVerb as DELETE,
  posUnknownVerb as GET,
  posUnknownVerb as OPTIONS,
  posUnknownVerb as PATCH,
  posUnknownVerb as POST,
  posUnknownVerb as PUT,
}
