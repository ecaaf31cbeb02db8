import { RecordNotFound } from "../../../record-not-found"

export default function ReportNotFound() {
  return <RecordNotFound words="goLive.report.notFound" list="/go-live" />
}
