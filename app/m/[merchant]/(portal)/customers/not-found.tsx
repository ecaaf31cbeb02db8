import { RecordNotFound } from "../record-not-found"

export default function CustomerNotFound() {
  return <RecordNotFound words="customers.notFound" list="/customers" />
}
