import { RecordNotFound } from "../record-not-found"

export default function OrderNotFound() {
  return <RecordNotFound words="orders.order.notFound" list="/orders" />
}
