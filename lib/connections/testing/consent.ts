/** The default person who fills in Pongo's form. */
export const EMAIL = "patron@lecomptoir.test"

/** The browser's part of the flow: a person fills in Pongo's form. */
export async function consent(
  formUrl: string,
  decision: "authorize" | "refuse" = "authorize",
  email: string = EMAIL,
) {
  const url = new URL(formUrl)
  const form = new URLSearchParams(url.search)
  form.set("decision", decision)
  form.set("email", email)
  const answer = await fetch(url.origin + url.pathname, { method: "POST", body: form, redirect: "manual" })
  return Object.fromEntries(new URL(answer.headers.get("location")!).searchParams) as {
    state: string
    code?: string
    error?: string
  }
}
