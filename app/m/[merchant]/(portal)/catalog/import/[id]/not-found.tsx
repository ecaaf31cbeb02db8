import { RecordNotFound } from "../../../record-not-found"

export default function ImportNotFound() {
  return <RecordNotFound words="catalog.preview.gone" list="/catalog/import" />
}
