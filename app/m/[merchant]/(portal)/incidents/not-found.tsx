import { RecordNotFound } from "../record-not-found"

export default function IncidentNotFound() {
  return <RecordNotFound words="incidents.detail.notFound" list="/incidents" />
}
