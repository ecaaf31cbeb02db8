import type { Answer } from "../server/http"
import type { Account, Merchant } from "../state/state"
import { html } from "./html"
import { page } from "./layout"
import { describeScopes, type Language, WORDS, type Words } from "./words"

export type ConsentRequest = { clientId: string; redirectUri: string; state: string | null; scopes: string[] }

/** The page on which a merchant grants or refuses access. Works without JavaScript. */
export function consentPage(
  language: Language,
  request: ConsentRequest,
  accounts: readonly Account[],
  merchants: ReadonlyMap<string, Merchant>,
  problem?: keyof Words,
): Answer {
  const words = WORDS[language]
  const other: Language = language === "fr" ? "en" : "fr"
  const query = new URLSearchParams({
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    scope: request.scopes.join(","),
    ...(request.state === null ? {} : { state: request.state }),
  })
  const content = html`<main class="narrow">
<div class="top"><h1>${words.consentTitle}</h1><a href="/v1/oauth/form?${`${query}&lang=${other}`}" lang="${other}">${words.otherLanguage}</a></div>
<p>${words.consentIntro} <code>${request.clientId}</code></p>
${problem ? html`<p class="bad" role="alert">${words[problem]}</p>` : null}
<form method="post" action="/v1/oauth/form?lang=${language}">
${[...query].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<fieldset><legend>${words.account}</legend>
${accounts.map(
  (account, index) => html`<label class="choice">
<input type="radio" name="email" value="${account.email}" ${index === 0 ? "checked" : ""}>
<span><span>${account.email}</span><span class="soft">${merchants.get(account.merchant_id)?.name}</span></span></label>`,
)}
</fieldset>
<fieldset><legend>${words.scopes}</legend>
<ul>${describeScopes(language, request.scopes).map((sentence) => html`<li>${sentence}</li>`)}</ul></fieldset>
<div class="actions">
<button class="main" name="decision" value="authorize">${words.authorize}</button>
<button name="decision" value="refuse">${words.refuse}</button>
</div>
</form>
<p class="soft after">${words.returnsTo} <code>${new URL(request.redirectUri).host}</code>.<br>${words.sandboxNote}</p>
</main>`
  return page({ language, title: words.consentTitle, content })
}

/** Shown instead of a redirect when the `redirect_uri` cannot be trusted. */
export function consentProblemPage(
  language: Language,
  problem: "unknownClient" | "redirectNotAllowed",
): Answer {
  const words = WORDS[language]
  const content = html`<main class="narrow">
<h1>${words.problemTitle}</h1>
<p>${words[problem]}</p>
<p class="soft">${words.problemAdvice}</p>
</main>`
  return page({ language, title: words.problemTitle, content, status: 400 })
}
