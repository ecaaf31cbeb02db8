import { posNotFound } from "@/lib/checkout-api/route"

export {
  posNotFound as DELETE,
  posNotFound as GET,
  posNotFound as OPTIONS,
  posNotFound as PATCH,
  posNotFound as POST,
  posNotFound as PUT,
}
