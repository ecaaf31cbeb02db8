import enAuth from "./messages/en/auth.json"
import enCommon from "./messages/en/common.json"
import enErrors from "./messages/en/errors.json"
import enLocations from "./messages/en/locations.json"
import enOrders from "./messages/en/orders.json"
import enOverview from "./messages/en/overview.json"
import enSettings from "./messages/en/settings.json"
import enShell from "./messages/en/shell.json"
import enStatus from "./messages/en/status.json"
import frAuth from "./messages/fr/auth.json"
import frCommon from "./messages/fr/common.json"
import frErrors from "./messages/fr/errors.json"
import frLocations from "./messages/fr/locations.json"
import frOrders from "./messages/fr/orders.json"
import frOverview from "./messages/fr/overview.json"
import frSettings from "./messages/fr/settings.json"
import frShell from "./messages/fr/shell.json"
import frStatus from "./messages/fr/status.json"

/** Every sentence of the portal, one JSON file for each namespace and language. */
export const messages = {
  fr: {
    auth: frAuth,
    common: frCommon,
    errors: frErrors,
    locations: frLocations,
    orders: frOrders,
    overview: frOverview,
    settings: frSettings,
    shell: frShell,
    status: frStatus,
  },
  en: {
    auth: enAuth,
    common: enCommon,
    errors: enErrors,
    locations: enLocations,
    orders: enOrders,
    overview: enOverview,
    settings: enSettings,
    shell: enShell,
    status: enStatus,
  },
}
