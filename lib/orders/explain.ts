import type { SyncReason, SyncStatus } from "@/db/enums"
import type { Locale } from "@/lib/errors"

type Facts = {
  status: SyncStatus
  reason: SyncReason | null
  /** Pongo's own words about the last refusal, if any. */
  message: string | null
  locationName: string
}

/** Why an order stands where it stands, in one sentence: for the till, the log and the order page. */
export function explainSync({ status, reason, message, locationName }: Facts, locale: Locale): string {
  const said = message
    ? locale === "fr"
      ? ` Réponse de Pongo : « ${message} »`
      : ` Pongo said: “${message}”`
    : ""
  const sentence = (REASONS[reason as SyncReason] ?? STATUSES[status])[locale]
  return (
    // Only a refusal is in Pongo's words: what is said about a network failure is ours.
    sentence.replace("{location}", locationName) + (reason === "rejected_by_pongo" ? said : "")
  )
}

const STATUSES: Record<SyncStatus, Record<Locale, string>> = {
  waiting_payment: {
    fr: "En attente du paiement : rien n’est envoyé à Pongo avant.",
    en: "Waiting for payment: nothing is sent to Pongo before that.",
  },
  queued: { fr: "Enregistrée, elle part vers Pongo.", en: "Stored, on its way to Pongo." },
  sending: { fr: "Envoi à Pongo en cours.", en: "Being sent to Pongo." },
  retrying: {
    fr: "Pongo n’a pas pu la prendre. Un nouvel essai est prévu, rien n’est perdu.",
    en: "Pongo could not take it. It will be tried again, nothing is lost.",
  },
  held: { fr: "En attente d’une action de votre part.", en: "Waiting for something on your side." },
  delivered: { fr: "Reçue par Pongo.", en: "Received by Pongo." },
  failed: {
    fr: "Pongo ne l’a pas prise. Une personne doit agir.",
    en: "Pongo did not take it. Someone has to act.",
  },
  skipped: { fr: "N’est pas envoyée à Pongo.", en: "Not sent to Pongo." },
}

const REASONS: Record<SyncReason, Record<Locale, string>> = {
  not_connected: {
    fr: "Elle attend : Pongo n’est pas connecté. Elle partira dès la connexion.",
    en: "It waits: Pongo is not connected. It will leave as soon as it is.",
  },
  connection_revoked: {
    fr: "Elle attend : Pongo a retiré l’accès. Elle partira dès la reconnexion.",
    en: "It waits: Pongo withdrew access. It will leave as soon as you reconnect.",
  },
  location_unmapped: {
    fr: "Elle attend : l’établissement {location} n’est pas relié à une boutique Pongo.",
    en: "It waits: the location {location} is not mapped to a Pongo store.",
  },
  store_gone: {
    fr: "Elle attend : la boutique Pongo de l’établissement {location} n’existe plus.",
    en: "It waits: the Pongo store of {location} no longer exists.",
  },
  rejected_by_pongo: {
    fr: "Pongo l’a refusée. Corrigez la cause, puis relancez-la.",
    en: "Pongo refused it. Mend the cause, then replay it.",
  },
  retries_exhausted: {
    fr: "Pongo n’a pas répondu malgré tous les essais. Relancez-la quand Pongo répond.",
    en: "Pongo did not answer through every attempt. Replay it once Pongo answers.",
  },
  payment_not_confirmable: {
    fr: "Elle est payée dans un autre système qui ne confirme pas : c’est lui qui la transmet à Pongo.",
    en: "It is paid in another system that does not confirm: that system reports it to Pongo.",
  },
  payment_failed: {
    fr: "Le paiement a échoué : elle n’est pas envoyée à Pongo.",
    en: "The payment failed: it is not sent to Pongo.",
  },
  cancelled: {
    fr: "Elle a été annulée avant l’envoi : Pongo ne la recevra pas.",
    en: "It was cancelled before it was sent: Pongo will not receive it.",
  },
  anonymous_orders_off: {
    fr: "Sans client : vos réglages n’envoient pas les commandes anonymes.",
    en: "No customer: your settings do not send anonymous orders.",
  },
}
