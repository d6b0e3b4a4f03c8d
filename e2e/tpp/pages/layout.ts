import { html } from 'hono/html'
import { callsPanel } from '../../outside/pages/calls'
import { clockTime } from '../../outside/pages/dates'
import { frame, type Markup } from '../../outside/pages/frame'
import type { Call } from '../../outside/record-call'
import type { Notice } from '../store'

/** Every page: brand, the outcome of the last deed, the page itself and the calls it took. */
export function layout({ site, title, children, notice = null, calls = [], home = true }: Layout) {
  return frame({
    brand: site.brand,
    theme: site.theme,
    title,
    top: html`
      <a class="wordmark" href="/">${mark()}<span>${site.brand}</span></a>
      ${site.userName === null ? '' : signedIn({ userName: site.userName, home })}`,
    main: html`
      ${notice ? html`<p class="notice ${notice.tone}" role="status">${notice.text} <time datetime="${notice.at}">${clockTime(notice.at, site.timeZone)}</time></p>` : ''}
      ${children}
      ${callsPanel(calls, site.timeZone)}`,
    foot: html`<p>${site.brand} is a demonstration third party. It knows ${site.bankName} only through its public interface.</p>`,
  })
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
