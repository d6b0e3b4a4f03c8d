import { html } from 'hono/html'
import type { Call } from '../record-call'
import type { Notice } from '../store'
import { callsPanel } from './calls'
import { clockTime } from './dates'

/** The frame of every page: brand, the outcome of the last deed, the page itself and the calls it took. */
export function layout({ site, title, children, notice = null, calls = [], home = true }: Layout) {
  return html`<!doctype html>
<html lang="en" data-theme="${site.theme}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · ${site.brand}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <a class="skip" href="#main">Skip to content</a>
    <header class="top">
      <a class="wordmark" href="/">${mark()}<span>${site.brand}</span></a>
      ${site.userName === null ? '' : signedIn({ userName: site.userName, home })}
    </header>
    <main id="main">
      ${notice ? html`<p class="notice ${notice.tone}" role="status">${notice.text} <time datetime="${notice.at}">${clockTime(notice.at, site.timeZone)}</time></p>` : ''}
      ${children}
      ${callsPanel(calls, site.timeZone)}
    </main>
    <footer>
      <p>${site.brand} is a demonstration third party. It knows ${site.bankName} only through its public interface.</p>
    </footer>
  </body>
</html>`
}

function signedIn({ userName, home }: { userName: string; home: boolean }) {
  return html`<nav aria-label="Main">
        ${home ? html`<a href="/accounts">Your money</a>` : ''}
        <span class="who">${userName}</span>
        <form method="post" action="/sign-out"><button class="quiet small">Sign out</button></form>
      </nav>`
}

function mark() {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect class="mark-ground" width="32" height="32" rx="9"/><path class="mark-line" d="M8 9.5h16M8 16h10M8 22.5h4"/><circle class="mark-dot" cx="23" cy="21.5" r="3"/></svg>`
}

/** What `html` gives: markup whose values are escaped. */
export type Markup = ReturnType<typeof html>

/** `userName` is null while nobody is signed in. */
export type Site = {
  brand: string
  theme: string
  timeZone: string
  bankName: string
  userName: string | null
}

type Layout = {
  site: Site
  title: string
  children: Markup
  notice?: Notice | null
  calls?: Call[]
  home?: boolean
}
