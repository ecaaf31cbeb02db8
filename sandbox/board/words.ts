import type { Call } from "../server/http"

export type Language = "fr" | "en"

/** `?lang=` wins, then the browser's first language. French if it is neither. */
export function languageOf(call: Call): Language {
  const asked = call.query.get("lang") ?? call.headers["accept-language"]
  return asked?.toLowerCase().startsWith("en") ? "en" : "fr"
}

const french = {
  consentTitle: "Relier votre compte Pongo",
  consentIntro: "Cette application demande à travailler avec le programme de fidélité de votre enseigne.",
  account: "Votre compte",
  scopes: "Elle pourra",
  authorize: "Autoriser",
  refuse: "Refuser",
  unknownAccount: "Aucun compte n’a cette adresse. Choisissez-en un dans la liste.",
  returnsTo: "Vous reviendrez ensuite sur",
  sandboxNote: "Bac à sable : ce n’est pas le vrai Pongo, et aucun mot de passe n’est demandé.",
  otherLanguage: "English",
  problemTitle: "Cette demande de connexion ne peut pas aboutir",
  unknownClient: "L’application qui vous envoie ici (client_id) n’est pas connue de Pongo.",
  redirectNotAllowed:
    "L’adresse de retour (redirect_uri) n’est pas sur la liste autorisée de cette application.",
  problemAdvice: "Rien n’a été partagé. Revenez à l’application et prévenez son éditeur.",
  boardTitle: "Pongo, bac à sable",
  boardIntro: "Ce que le bac à sable a reçu, et ce qu’on lui demande de faire échouer.",
  violations: "Anomalies",
  switchboard: "Pannes",
  orders: "Commandes",
  purchases: "Achats de récompenses",
  uses: "Récompenses utilisées",
  webhooks: "Webhooks envoyés",
  subscriptions: "Abonnements aux webhooks",
  customers: "Clients",
  requests: "Dernières requêtes",
  none: "Rien pour l’instant.",
  noViolations: "Aucune anomalie.",
  noFaults: "Aucune panne : tout répond normalement.",
  time: "Heure",
  order: "Commande",
  store: "Boutique",
  amount: "Montant",
  customer: "Client",
  status: "État",
  posted: "Envois",
  points: "Points",
  reward: "Récompense",
  via: "Par",
  event: "Événement",
  address: "Adresse",
  attempts: "Tentatives",
  answer: "Réponse",
  noAnswer: "aucune",
  request: "Requête",
  duration: "Durée",
  fault: "Panne",
  endpoint: "Appel",
  kind: "Ce qui arrive",
  statusCode: "Code HTTP",
  statusHelp: "Pour status",
  times: "Nombre de fois",
  timesHelp: "Vide : sans fin",
  probability: "Probabilité",
  probabilityHelp: "De 0 à 1 ; vide : toujours",
  orderId: "Seulement la commande",
  body: "Corps de la réponse",
  bodyHelp: "JSON, pour status",
  delay: "Délai (ms)",
  addFault: "Ajouter la panne",
  remove: "Retirer",
  removeAll: "Retirer toutes les pannes",
  reset: "Repartir du jeu d’essai",
  forEver: "sans fin",
  spent: "épuisée",
  left: "encore",
  applied: "appliquée",
  everyEndpoint: "Tous les appels",
}

export type Words = typeof french

const english: Words = {
  consentTitle: "Connect your Pongo account",
  consentIntro: "This application asks to work with your brand’s loyalty programme.",
  account: "Your account",
  scopes: "It will be able to",
  authorize: "Authorise",
  refuse: "Refuse",
  unknownAccount: "No account has this address. Choose one from the list.",
  returnsTo: "You will then return to",
  sandboxNote: "Sandbox: this is not the real Pongo, and no password is asked for.",
  otherLanguage: "Français",
  problemTitle: "This connection request cannot go through",
  unknownClient: "Pongo does not know the application that sent you here (client_id).",
  redirectNotAllowed: "The return address (redirect_uri) is not on this application’s allowed list.",
  problemAdvice: "Nothing was shared. Go back to the application and tell its publisher.",
  boardTitle: "Pongo sandbox",
  boardIntro: "What the sandbox received, and what it was asked to break.",
  violations: "Violations",
  switchboard: "Faults",
  orders: "Orders",
  purchases: "Rewards bought",
  uses: "Rewards used",
  webhooks: "Webhooks sent",
  subscriptions: "Webhook subscriptions",
  customers: "Customers",
  requests: "Latest requests",
  none: "Nothing yet.",
  noViolations: "No violation.",
  noFaults: "No fault: everything answers normally.",
  time: "Time",
  order: "Order",
  store: "Store",
  amount: "Amount",
  customer: "Customer",
  status: "Status",
  posted: "Posted",
  points: "Points",
  reward: "Reward",
  via: "Through",
  event: "Event",
  address: "Address",
  attempts: "Attempts",
  answer: "Answer",
  noAnswer: "none",
  request: "Request",
  duration: "Duration",
  fault: "Fault",
  endpoint: "Call",
  kind: "What happens",
  statusCode: "HTTP status",
  statusHelp: "For status",
  times: "How many times",
  timesHelp: "Empty: without end",
  probability: "Probability",
  probabilityHelp: "From 0 to 1; empty: always",
  orderId: "This order only",
  body: "Answer body",
  bodyHelp: "JSON, for status",
  delay: "Delay (ms)",
  addFault: "Add the fault",
  remove: "Remove",
  removeAll: "Remove all faults",
  reset: "Back to the seed",
  forEver: "without end",
  spent: "spent",
  left: "left:",
  applied: "applied",
  everyEndpoint: "Every call",
}

export const WORDS: Record<Language, Words> = { fr: french, en: english }

const SCOPE_WORDS: Record<Language, { resources: Record<string, string>; verbs: Record<string, string> }> = {
  fr: {
    resources: {
      customer: "les clients",
      reward: "les récompenses",
      order: "les commandes",
      "contest-game": "les jeux-concours",
      checkin: "les passages en boutique",
    },
    verbs: { create: "créer", read: "consulter", update: "modifier" },
  },
  en: {
    resources: {
      customer: "customers",
      reward: "rewards",
      order: "orders",
      "contest-game": "contest games",
      checkin: "check-ins",
    },
    verbs: { create: "create", read: "read", update: "update" },
  },
}

/** Describes the scopes in one sentence per resource: "Consulter et modifier les clients". */
export function describeScopes(language: Language, scopes: readonly string[]): string[] {
  const { resources, verbs } = SCOPE_WORDS[language]
  const verbsByResource = new Map<string, string[]>()
  for (const scope of scopes) {
    const [resource = "", verb = ""] = scope.split(".")
    const known = verbsByResource.get(resource) ?? []
    verbsByResource.set(resource, [...known, verbs[verb] ?? verb])
  }
  const list = new Intl.ListFormat(language, { type: "conjunction" })
  return [...verbsByResource].map(([resource, found]) => {
    const sentence = `${list.format(found)} ${resources[resource] ?? resource}`
    return sentence.charAt(0).toUpperCase() + sentence.slice(1)
  })
}
