export type Locale = "fr" | "en"

type Entry = {
  status: number
  retryable: boolean
  /** What `Retry-After` says when the thrower knows no better. */
  retryAfterSeconds?: number
  title: string
  cashier: Record<Locale, string>
}

/**
 * The closed list of pos-api.md: status, whether the same call may succeed later, and the sentence a till can show.
 * Codes that only the portal meets follow below it.
 */
export const POS_ERRORS = {
  invalid_json: {
    status: 400,
    retryable: false,
    title: "The body is not valid JSON",
    cashier: {
      fr: "La caisse a envoyé une demande illisible. Prévenez le support caisse.",
      en: "The till sent an unreadable request. Tell till support.",
    },
  },
  unauthorized: {
    status: 401,
    retryable: false,
    title: "The API key is missing or unknown",
    cashier: {
      fr: "Cette caisse n’est pas reconnue. Prévenez votre responsable.",
      en: "This till is not recognised. Tell your manager.",
    },
  },
  key_revoked: {
    status: 401,
    retryable: false,
    title: "The API key has been revoked",
    cashier: {
      fr: "La clé de cette caisse a été désactivée. Prévenez votre responsable.",
      en: "This till’s key was switched off. Tell your manager.",
    },
  },
  forbidden: {
    status: 403,
    retryable: false,
    title: "The API key lacks the scope for this call",
    cashier: {
      fr: "Cette caisse n’a pas le droit de faire cela.",
      en: "This till is not allowed to do that.",
    },
  },
  location_not_allowed: {
    status: 403,
    retryable: false,
    title: "The API key belongs to another location",
    cashier: {
      fr: "Cette caisse est reliée à un autre établissement.",
      en: "This till belongs to another location.",
    },
  },
  not_found: {
    status: 404,
    retryable: false,
    title: "No such resource",
    cashier: {
      fr: "Introuvable. Vérifiez la saisie et réessayez, sinon prévenez le support caisse.",
      en: "Not found. Check and try again, or tell till support.",
    },
  },
  customer_not_found: {
    status: 404,
    retryable: false,
    title: "No such customer in this loyalty programme",
    cashier: {
      fr: "Client inconnu. Proposez-lui de s’inscrire.",
      en: "Unknown customer. Offer to sign them up.",
    },
  },
  location_unknown: {
    status: 404,
    retryable: false,
    title: "No such location",
    cashier: {
      fr: "Cet établissement n’est pas connu. Prévenez votre responsable.",
      en: "This location is not known. Tell your manager.",
    },
  },
  order_not_found: {
    status: 404,
    retryable: false,
    title: "No such order at this location",
    cashier: { fr: "Commande introuvable dans cet établissement.", en: "No such order at this location." },
  },
  reward_not_found: {
    status: 404,
    retryable: false,
    title: "No such reward for this customer",
    cashier: {
      fr: "Cette récompense n’est pas dans le portefeuille du client.",
      en: "This reward is not in the customer’s wallet.",
    },
  },
  method_not_allowed: {
    status: 405,
    retryable: false,
    title: "This resource does not answer that verb",
    cashier: {
      fr: "La caisse a envoyé une demande inconnue. Prévenez le support caisse.",
      en: "The till sent an unknown request. Tell till support.",
    },
  },
  request_in_progress: {
    status: 409,
    retryable: true,
    retryAfterSeconds: 2,
    title: "A call with this Idempotency-Key is still running",
    cashier: { fr: "Déjà en cours. Patientez un instant.", en: "Already in progress. Wait a moment." },
  },
  order_conflict: {
    status: 409,
    retryable: false,
    title: "This order is already recorded with different content",
    cashier: {
      fr: "Cette commande est déjà enregistrée avec un autre contenu. Prévenez le support caisse.",
      en: "This order is already recorded with different content. Tell till support.",
    },
  },
  order_not_correctable: {
    status: 409,
    retryable: false,
    title: "Only an order that Pongo rejected can be corrected",
    cashier: {
      fr: "Cette commande n’est pas à corriger : Pongo ne l’a pas refusée.",
      en: "This order needs no correction: Pongo did not refuse it.",
    },
  },
  order_not_paid: {
    status: 409,
    retryable: false,
    title: "The order is not paid, so there is nothing to refund",
    cashier: {
      fr: "Cette commande n’est pas payée : annulez-la au lieu de la rembourser.",
      en: "This order is not paid: cancel it instead of refunding it.",
    },
  },
  order_already_closed: {
    status: 409,
    retryable: false,
    title: "The order is already closed",
    cashier: { fr: "Cette commande est déjà clôturée.", en: "This order is already closed." },
  },
  reward_already_used: {
    status: 409,
    retryable: false,
    title: "The reward has already been used",
    cashier: { fr: "Cette récompense a déjà été utilisée.", en: "This reward was already used." },
  },
  not_enough_points: {
    status: 409,
    retryable: false,
    title: "The customer does not have enough points",
    cashier: { fr: "Le client n’a pas assez de points.", en: "The customer does not have enough points." },
  },
  not_connected: {
    status: 409,
    retryable: false,
    title: "The merchant is not connected to Pongo",
    cashier: {
      fr: "La fidélité n’est pas reliée. Continuez sans.",
      en: "Loyalty is not connected. Carry on without it.",
    },
  },
  location_unmapped: {
    status: 409,
    retryable: false,
    title: "The location is not mapped to a Pongo store",
    cashier: {
      fr: "La fidélité n’est pas encore active dans cet établissement.",
      en: "Loyalty is not active at this location yet.",
    },
  },
  too_many_locations: {
    status: 409,
    retryable: false,
    title: "The merchant has as many locations as there may be, archived ones included",
    cashier: {
      fr: "Il n’y a plus de place pour un nouvel établissement. Prévenez votre responsable.",
      en: "There is no room for another location. Tell your manager.",
    },
  },
  too_many_products: {
    status: 409,
    retryable: false,
    title: "The merchant has as many products as there may be, those off sale included",
    cashier: {
      fr: "Il n’y a plus de place pour un nouveau produit. Prévenez votre responsable.",
      en: "There is no room for another product. Tell your manager.",
    },
  },
  body_too_large: {
    status: 413,
    retryable: false,
    title: "The body is larger than 1 MiB",
    cashier: {
      fr: "Commande trop volumineuse. Prévenez le support caisse.",
      en: "The order is too large. Tell till support.",
    },
  },
  unsupported_media_type: {
    status: 415,
    retryable: false,
    title: "The body must be application/json",
    cashier: {
      fr: "La caisse a envoyé une demande illisible. Prévenez le support caisse.",
      en: "The till sent an unreadable request. Tell till support.",
    },
  },
  validation_failed: {
    status: 422,
    retryable: false,
    title: "The request is not valid",
    cashier: {
      fr: "Informations incomplètes ou incorrectes. Vérifiez la saisie.",
      en: "Something is missing or wrong. Check what was entered.",
    },
  },
  idempotency_key_reused: {
    status: 422,
    retryable: false,
    title: "This Idempotency-Key was used with another body",
    cashier: {
      fr: "La caisse a répété une demande différente. Prévenez le support caisse.",
      en: "The till repeated a different request. Tell till support.",
    },
  },
  idempotency_key_required: {
    status: 422,
    retryable: false,
    title: "This call needs an Idempotency-Key",
    cashier: {
      fr: "La caisse a envoyé une demande incomplète. Prévenez le support caisse.",
      en: "The till sent an incomplete request. Tell till support.",
    },
  },
  pin_refused: {
    status: 422,
    retryable: false,
    title: "The customer's PIN is missing or wrong",
    cashier: {
      fr: "Code du client manquant ou incorrect. Demandez-lui de le ressaisir.",
      en: "The customer’s PIN is missing or wrong. Ask them to enter it again.",
    },
  },
  reward_locked: {
    status: 423,
    retryable: true,
    title: "The reward is held by another till",
    cashier: {
      fr: "Cette récompense est en cours d’utilisation sur une autre caisse.",
      en: "This reward is in use on another till.",
    },
  },
  rate_limited: {
    status: 429,
    retryable: true,
    title: "Too many calls with this key",
    cashier: {
      fr: "Trop de demandes. Réessayez dans quelques secondes.",
      en: "Too many requests. Try again in a few seconds.",
    },
  },
  internal: {
    status: 500,
    retryable: true,
    title: "Something went wrong on our side",
    cashier: { fr: "Un incident est survenu. Réessayez.", en: "Something went wrong. Try again." },
  },
  unavailable: {
    status: 503,
    retryable: true,
    retryAfterSeconds: 2,
    title: "The service cannot take the call at the moment",
    cashier: {
      fr: "Service momentanément indisponible. Réessayez dans quelques secondes.",
      en: "The service is unavailable. Try again in a few seconds.",
    },
  },
  pongo_unreadable_answer: {
    status: 502,
    retryable: true,
    title: "Pongo gave an answer that cannot be read",
    cashier: {
      fr: "La fidélité répond mal. Continuez sans et réessayez plus tard.",
      en: "Loyalty is not answering properly. Carry on and try later.",
    },
  },
  pongo_rejected: {
    status: 502,
    retryable: false,
    title: "Pongo refused the request",
    cashier: {
      fr: "La fidélité a refusé cette demande. Encaissez sans et prévenez votre responsable.",
      en: "Loyalty refused this. Take the payment without it and tell your manager.",
    },
  },
  pongo_unavailable: {
    status: 503,
    retryable: true,
    retryAfterSeconds: 15,
    title: "Pongo cannot be reached",
    cashier: {
      fr: "La fidélité est indisponible. Encaissez normalement, réessayez plus tard.",
      en: "Loyalty is unavailable. Take the payment, try again later.",
    },
  },
  pongo_timeout: {
    status: 504,
    retryable: true,
    retryAfterSeconds: 5,
    title: "Pongo did not answer in time",
    cashier: {
      fr: "La fidélité met trop de temps à répondre. Réessayez.",
      en: "Loyalty is taking too long. Try again.",
    },
  },
} as const satisfies Record<string, Entry>

export type PosErrorCode = keyof typeof POS_ERRORS

/** How long to wait before the same call again, in seconds; undefined where waiting does not help. */
export const retryAfterSeconds = (code: PosErrorCode): number | undefined =>
  (POS_ERRORS[code] as Entry).retryAfterSeconds

/** Codes that only the portal meets; their sentences are in `lib/i18n/messages/*\/errors.json`. */
export const PORTAL_ERRORS = [
  "signed_out",
  "role_required",
  "acting_refused",
  "conflict",
  "store_taken",
  "store_unknown",
  "location_ref_taken",
  "already_member",
  "last_owner",
  "invitation_invalid",
  "invitation_other_account",
  "email_taken",
  "sandbox_only",
  "oauth_state_invalid",
  "oauth_in_progress",
  "oauth_denied",
  "oauth_exchange_failed",
  "pongo_not_configured",
  "token_refused",
  "link_invalid",
  "pongo_account_differs",
  "replay_not_possible",
  "verification_not_possible",
  "replay_empty",
  "replay_too_large",
  "replay_expired",
  "second_person_required",
  "planner_confirms",
  "too_many_attempts",
  "too_busy",
  "wrong_password",
  "account_link_invalid",
  "mail_off",
  "csv_refused",
  "webhook_address_refused",
  "consent_required",
] as const
export type PortalErrorCode = (typeof PORTAL_ERRORS)[number]

/** Cashier's sentences for one case of a code, where the code's own would mislead. */
export const CASHIER_CASES = {
  outcome_unknown: {
    fr: "L’achat est en cours de vérification. Réessayez dans 15 s.",
    en: "The purchase is being checked. Try again in 15 s.",
  },
  not_a_pass: {
    fr: "Ce n’est pas un code de fidélité. Scannez la carte du client.",
    en: "Not a loyalty code. Scan the customer’s pass.",
  },
} as const satisfies Record<string, Record<Locale, string>>

export type ErrorCode = PosErrorCode | PortalErrorCode
export type FieldError = { path: string; message: string }

/**
 * An error with a meaning for the caller. Anything else that is thrown is a defect: a bland 500 outside, the full
 * story in the log.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: FieldError[]
  /** Values for the sentence (a name, a number), never personal data. */
  readonly params: Record<string, string | number>
  readonly retryAfterSeconds: number | undefined
  /** Further members of the problem document, for example `can_enlist`. */
  readonly extra: Record<string, string | number | boolean>
  readonly cashierCase: keyof typeof CASHIER_CASES | undefined

  constructor(
    code: ErrorCode,
    detail?: string,
    options: {
      fields?: FieldError[]
      params?: Record<string, string | number>
      retryAfterSeconds?: number
      extra?: Record<string, string | number | boolean>
      cashierCase?: keyof typeof CASHIER_CASES
      cause?: unknown
    } = {},
  ) {
    super(detail ?? code, { cause: options.cause })
    this.name = "AppError"
    this.code = code
    this.fields = options.fields ?? []
    this.params = options.params ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds
    this.extra = options.extra ?? {}
    this.cashierCase =
      options.cashierCase ?? (this.extra.outcome === "unknown" ? "outcome_unknown" : undefined)
  }
}

export function isPosErrorCode(code: ErrorCode): code is PosErrorCode {
  return code in POS_ERRORS
}
