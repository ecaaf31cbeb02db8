import { RecordNotFound } from "../record-not-found"

export default function ReplayNotFound() {
  return <RecordNotFound words="replays.notFound" list="/replays" />
}
