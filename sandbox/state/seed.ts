import { seededId } from "./ids"
import { PEOPLE, REWARDS, STORES } from "./seed-data"
import type { Customer, SandboxState, WonReward } from "./state"

export const LE_COMPTOIR = "merch_comptoir"
export const CHEZ_ROSALIE = "merch_rosalie"
export const BISTROT_VIDE = "merch_vide"

const SEEDED_AT = "2025-01-06T08:00:00.000Z"

/** Seeds three merchants: one to work with, one with more stores than fit on a page, one without stores. */
export function seedState(state: SandboxState): void {
  addMerchant(state, LE_COMPTOIR, "Le Comptoir", "patron@lecomptoir.test")
  addMerchant(state, CHEZ_ROSALIE, "Chez Rosalie", "rosalie@chezrosalie.test")
  addMerchant(state, BISTROT_VIDE, "Bistrot Vide", "contact@bistrotvide.test")

  for (const [index, [merchantId, slug, name, address, zip, city]] of STORES.entries()) {
    state.stores.put({
      slug,
      public_id: seededId("store", slug),
      merchant_id: merchantId,
      name,
      address,
      zip_code: zip,
      city,
      country: "FR",
      phone: `+3319900${String(index + 1).padStart(4, "0")}`,
    })
  }
  for (const reward of REWARDS) state.rewards.put({ ...reward })
  addCustomers(state, LE_COMPTOIR, 60, "3361200")
  addCustomers(state, CHEZ_ROSALIE, 20, "3361300")
  giveWonRewards(state)
}

function addMerchant(state: SandboxState, id: string, name: string, email: string): void {
  state.merchants.put({ id, name })
  state.tables.accounts.put({ id: seededId("acc", email), email, merchant_id: id })
}

/** Customer n has the phone `prefix` plus n in four digits, so that it can be typed from memory. */
function addCustomers(state: SandboxState, merchantId: string, count: number, prefix: string): void {
  const slugs = state.storesOf(merchantId).map((store) => store.slug)
  for (let number = 1; number <= count; number++) {
    const [firstName = null, lastName = null] = PEOPLE[(number - 1) % PEOPLE.length] ?? []
    const isAnonymous = number % 15 === 0
    const points = openingPoints(number)
    const phone = `${prefix}${String(number).padStart(4, "0")}`
    state.addCustomer({
      id: seededId("cust", `${merchantId}/${phone}`),
      merchant_id: merchantId,
      phone,
      first_name: isAnonymous ? null : firstName,
      last_name: isAnonymous ? null : lastName,
      email: isAnonymous || number % 4 === 0 ? null : emailFor(`${firstName}.${lastName}.${number}`),
      points,
      opening_points: points,
      has_optin_sms: optIn(number),
      has_optin_email: optIn(number + 1),
      gender: null,
      birthday: number % 7 === 0 ? `19${60 + (number % 40)}-0${1 + (number % 9)}-15` : null,
      tags: number % 10 === 0 ? ["habitué"] : [],
      pin: number === 3 ? "4321" : null,
      reference_store_slug: slugs[number % slugs.length] ?? null,
      created_at: SEEDED_AT,
      updated_at: SEEDED_AT,
    })
  }
}

function emailFor(name: string): string {
  return `${name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()}@exemple.test`
}

/** The first customer is rich, the second has none, the rest vary. */
function openingPoints(number: number): number {
  if (number === 1) return 1_200
  return number === 2 ? 0 : (number * 37) % 400
}

/** Cycles through yes, no and never asked. */
function optIn(number: number): boolean | null {
  return number % 3 === 0 ? null : number % 3 === 1
}

/** Gives Le Comptoir's first customer an unused coffee, an unused voucher and a used dessert. */
function giveWonRewards(state: SandboxState): void {
  const holder = state.customerByPhone(LE_COMPTOIR, "33612000001")
  if (!holder) return
  addWon(state, holder, "rew_0ece003f2e", { isUsed: false, coupon: null })
  addWon(state, holder, "rew_3c94d0f518", { isUsed: false, coupon: "PONGO-7F3K2" })
  addWon(state, holder, "rew_1d5a7c90b4", { isUsed: true, coupon: null })
}

function addWon(
  state: SandboxState,
  customer: Customer,
  rewardId: string,
  { isUsed, coupon }: { isUsed: boolean; coupon: string | null },
): WonReward {
  const reward = state.rewards.get(rewardId)
  if (!reward) throw new Error(`The seed has no reward ${rewardId}.`)
  return state.addWonReward({
    hash: seededId("won", `${customer.id}/${rewardId}`),
    reward: { ...reward },
    customer_id: customer.id,
    coupon_code: coupon,
    is_used: isUsed,
    won_at: SEEDED_AT,
    used_at: isUsed ? SEEDED_AT : null,
    expires_at: null,
  })
}
