import { randomBytes } from "node:crypto"
import type { Answer } from "../server/http"
import { Html, html } from "./html"
import type { Language } from "./words"

type Page = {
  language: Language
  title: string
  content: Html
  status?: number
  /** The page's own script, sent with a nonce. */
  script?: string
  head?: Html
}

/** Wraps a page's content. Loads nothing from other sites. */
export function page({ language, title, content, status = 200, script, head }: Page): Answer {
  const nonce = randomBytes(12).toString("base64")
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title}</title>
${head}
<style>${new Html(STYLE)}</style>
</head>
<body>
${content}
${script ? html`<script nonce="${nonce}">${new Html(script)}</script>` : null}
</body>
</html>`
  // No form-action: browsers apply it to the redirect after the form too, and that one goes to another site.
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'`
  return {
    status,
    html: document.text,
    headers: {
      "content-security-policy": policy,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
  }
}

const STYLE = `
:root { color-scheme: light dark; --paper: #FBFAF8; --surface: #FFF; --ink: #17150F; --soft: #6B665C; --rule: #E7E3DB; --accent: #0E6E78; --bad: #A3261B; --good: #276A3C }
@media (prefers-color-scheme: dark) { :root { --paper: #131210; --surface: #1B1A17; --ink: #F2EFE8; --soft: #A39E92; --rule: #2C2A26; --accent: #5CC2CC; --bad: #F0857A; --good: #7CC793 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums }
main, .wide { max-width: 1200px; margin: 0 auto; padding: 24px 32px }
.narrow { max-width: 480px }
h1 { font-size: 20px; font-weight: 550; line-height: 1.3; margin: 0 0 4px }
h2 { font-size: 16px; font-weight: 550; margin: 32px 0 8px }
p { margin: 0 0 16px }
a { color: var(--accent) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.soft { color: var(--soft) }
.bad { color: var(--bad) }
.good { color: var(--good) }
code, .mono { font: 13px ui-monospace, monospace; overflow-wrap: anywhere }
fieldset { border: 0; margin: 0 0 24px; padding: 0 }
legend { font-weight: 550; padding: 0; margin-bottom: 8px }
.choice { display: flex; gap: 12px; align-items: center; padding: 10px 12px; border: 1px solid var(--rule); background: var(--surface); margin-bottom: -1px; cursor: pointer }
.choice:first-of-type { border-radius: 8px 8px 0 0 }
.choice:last-of-type { border-radius: 0 0 8px 8px }
.choice span { display: block }
.choice:has(:checked) { box-shadow: inset 2px 0 var(--accent) }
input[type=radio] { accent-color: var(--accent) }
ul { padding-left: 20px; margin: 0 0 24px }
button { font: inherit; font-weight: 550; min-height: 36px; padding: 0 16px; border-radius: 6px; border: 1px solid var(--rule); background: var(--surface); color: var(--ink); cursor: pointer }
button.main { background: var(--ink); border-color: var(--ink); color: var(--paper) }
.actions { display: flex; gap: 8px; flex-wrap: wrap; align-items: center }
.top { display: flex; justify-content: space-between; gap: 16px; align-items: baseline; flex-wrap: wrap }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 12px 16px; align-items: start; margin-bottom: 16px }
.fields label { display: block; font-size: 13px }
.fields small { color: var(--soft); font-size: 12px }
input:not([type=radio]), select { display: block; width: 100%; font: inherit; min-height: 36px; padding: 4px 8px; border: 1px solid var(--rule); border-radius: 6px; background: var(--surface); color: var(--ink) }
table { width: 100%; border-collapse: collapse }
th { text-align: left; font-weight: 400; font-size: 12px; color: var(--soft) }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: baseline }
.number { text-align: right }
td form { margin: 0 }
.after { margin-top: 24px }
@media (max-width: 700px) {
  main, .wide { padding: 16px }
  thead { display: none }
  tr { display: flex; flex-wrap: wrap; gap: 0 12px; padding: 8px 0; border-bottom: 1px solid var(--rule) }
  td { border: 0; padding: 0 }
  td:empty { display: none }
  td[data-label]::before { content: attr(data-label) " "; color: var(--soft); font-size: 12px }
}
`
