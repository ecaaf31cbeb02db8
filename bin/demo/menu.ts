const MENU = [
  { sku: "CAF-01", name: "Café", cents: 220 },
  { sku: "CAF-02", name: "Café crème", cents: 380 },
  { sku: "BRG-02", name: "Burger du comptoir", cents: 1450 },
  { sku: "SAL-04", name: "Salade de chèvre chaud", cents: 1290 },
  { sku: "PLT-07", name: "Plat du jour", cents: 1590 },
  { sku: "TAR-03", name: "Tarte au citron", cents: 690 },
  { sku: "MSS-01", name: "Mousse au chocolat", cents: 650 },
  { sku: "VIN-11", name: "Verre de côtes-du-rhône", cents: 540 },
  { sku: "EAU-01", name: "Eau pétillante", cents: 420 },
  { sku: "MEN-12", name: "Formule midi", cents: 1890 },
] as const

/**
 * The POS catalogue: the menu, and the desserts that a reward covers. `BRU-01`, named by another reward, is missing on
 * purpose: the demo shows the resulting problem.
 */
export const CATALOG = [
  ...MENU,
  { sku: "DES-01", name: "Tarte du jour", cents: 650 },
  { sku: "DES-02", name: "Mousse maison", cents: 620 },
  { sku: "DES-03", name: "Brioche perdue", cents: 720 },
].map(({ sku, name, cents }) => ({
  sku,
  name,
  kind: sku.startsWith("MEN-") ? ("menu" as const) : ("product" as const),
  price_cents: cents,
  active: true,
  has_paid_options: sku.startsWith("CAF-") || sku.startsWith("BRG-"),
}))

export const LOCATIONS = [
  {
    id: "bastille",
    name: "Bastille",
    address: "12 rue de la Roquette",
    postal_code: "75011",
    city: "Paris",
    store: "le-comptoir-bastille",
    tills: ["Caisse 1", "Caisse 2"],
  },
  {
    id: "republique",
    name: "République",
    address: "4 place de la République",
    postal_code: "75011",
    city: "Paris",
    store: "le-comptoir-republique",
    tills: ["Caisse"],
  },
  {
    id: "bellecour",
    name: "Lyon Bellecour",
    address: "7 place Bellecour",
    postal_code: "69002",
    city: "Lyon",
    store: "le-comptoir-lyon-bellecour",
    tills: ["Caisse", "Borne"],
  },
  {
    id: "part-dieu",
    name: "Lyon Part-Dieu",
    address: "17 rue du Docteur-Bouchut",
    postal_code: "69003",
    city: "Lyon",
    store: null,
    tills: ["Caisse"],
  },
] as const

type Line = { sku: string; name: string; quantity: number; unit_price_cents: number; total_cents: number }

/** A basket of one to five products. @param random returns 0 to 1 */
export function fillBasket(random: () => number): { lines: Line[]; total_cents: number } {
  const lines = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const product = MENU[Math.floor(random() * MENU.length)]!
    const quantity = random() < 0.2 ? 2 : 1
    return {
      sku: product.sku,
      name: product.name,
      quantity,
      unit_price_cents: product.cents,
      total_cents: product.cents * quantity,
    }
  })
  return { lines, total_cents: lines.reduce((sum, line) => sum + line.total_cents, 0) }
}
