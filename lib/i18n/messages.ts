import enAccount from "./messages/en/account.json"
import enAlerts from "./messages/en/alerts.json"
import enAuth from "./messages/en/auth.json"
import enCatalog from "./messages/en/catalog.json"
import enCommon from "./messages/en/common.json"
import enCustomers from "./messages/en/customers.json"
import enDiagnosis from "./messages/en/diagnosis.json"
import enDocs from "./messages/en/docs.json"
import enErrors from "./messages/en/errors.json"
import enGoLive from "./messages/en/go-live.json"
import enIncidents from "./messages/en/incidents.json"
import enLocations from "./messages/en/locations.json"
import enOperator from "./messages/en/operator.json"
import enOrders from "./messages/en/orders.json"
import enOverview from "./messages/en/overview.json"
import enPrivacy from "./messages/en/privacy.json"
import enReconciliation from "./messages/en/reconciliation.json"
import enReplays from "./messages/en/replays.json"
import enRewards from "./messages/en/rewards.json"
import enSettings from "./messages/en/settings.json"
import enSetup from "./messages/en/setup.json"
import enShell from "./messages/en/shell.json"
import enStatus from "./messages/en/status.json"
import enTestTill from "./messages/en/test-till.json"
import enTills from "./messages/en/tills.json"
import frAccount from "./messages/fr/account.json"
import frAlerts from "./messages/fr/alerts.json"
import frAuth from "./messages/fr/auth.json"
import frCatalog from "./messages/fr/catalog.json"
import frCommon from "./messages/fr/common.json"
import frCustomers from "./messages/fr/customers.json"
import frDiagnosis from "./messages/fr/diagnosis.json"
import frDocs from "./messages/fr/docs.json"
import frErrors from "./messages/fr/errors.json"
import frGoLive from "./messages/fr/go-live.json"
import frIncidents from "./messages/fr/incidents.json"
import frLocations from "./messages/fr/locations.json"
import frOperator from "./messages/fr/operator.json"
import frOrders from "./messages/fr/orders.json"
import frOverview from "./messages/fr/overview.json"
import frPrivacy from "./messages/fr/privacy.json"
import frReconciliation from "./messages/fr/reconciliation.json"
import frReplays from "./messages/fr/replays.json"
import frRewards from "./messages/fr/rewards.json"
import frSettings from "./messages/fr/settings.json"
import frSetup from "./messages/fr/setup.json"
import frShell from "./messages/fr/shell.json"
import frStatus from "./messages/fr/status.json"
import frTestTill from "./messages/fr/test-till.json"
import frTills from "./messages/fr/tills.json"

/** All portal messages, one JSON file per namespace and language. */
export const messages = {
  fr: {
    account: frAccount,
    alerts: frAlerts,
    auth: frAuth,
    catalog: frCatalog,
    common: frCommon,
    customers: frCustomers,
    diagnosis: frDiagnosis,
    docs: frDocs,
    errors: frErrors,
    goLive: frGoLive,
    incidents: frIncidents,
    locations: frLocations,
    operator: frOperator,
    orders: frOrders,
    overview: frOverview,
    privacy: frPrivacy,
    reconciliation: frReconciliation,
    replays: frReplays,
    rewards: frRewards,
    settings: frSettings,
    setup: frSetup,
    shell: frShell,
    status: frStatus,
    testTill: frTestTill,
    tills: frTills,
  },
  en: {
    account: enAccount,
    alerts: enAlerts,
    auth: enAuth,
    catalog: enCatalog,
    common: enCommon,
    customers: enCustomers,
    diagnosis: enDiagnosis,
    docs: enDocs,
    errors: enErrors,
    goLive: enGoLive,
    incidents: enIncidents,
    locations: enLocations,
    operator: enOperator,
    orders: enOrders,
    overview: enOverview,
    privacy: enPrivacy,
    reconciliation: enReconciliation,
    replays: enReplays,
    rewards: enRewards,
    settings: enSettings,
    setup: enSetup,
    shell: enShell,
    status: enStatus,
    testTill: enTestTill,
    tills: enTills,
  },
}
