import { html } from 'hono/html'
import { callsPanel } from '../../outside/pages/calls'
import { frame, type Markup } from '../../outside/pages/frame'
import type { Call } from '../../outside/record-call'

/** Every page: the shop's sign, the page itself, and the calls it took. */
export function layout({ site, title, children, calls = [] }: Layout) {
  return frame({
    brand: site.brand,
    theme: 'shop',
    title,
    top: html`
      <a class="sign" href="/">${wheel()}<span>${site.brand}</span></a>
      ${site.hasOrders ? html`<nav aria-label="Main"><a href="/#orders">Your orders</a></nav>` : ''}`,
    main: html`
      ${children}
      ${callsPanel(calls, site.timeZone)}`,
    foot: html`<p>${site.brand} and ${site.payLane} are demonstrations: nothing is sold here. They know ${site.bankName} only through its public interface.</p>`,
  })
}

function wheel() {
  return html`<svg class="wheel" viewBox="0 0 32 32" aria-hidden="true"><circle class="tyre" cx="16" cy="16" r="13"/><path class="spokes" d="M16 3v26M3 16h26M6.8 6.8l18.4 18.4M25.2 6.8 6.8 25.2"/><circle class="hub" cx="16" cy="16" r="3"/></svg>`
}

/** `hasOrders`: whether this browser has placed any. */
export type Site = {
  brand: string
  timeZone: string
  bankName: string
  payLane: string
  hasOrders: boolean
}

type Layout = { site: Site; title: string; children: Markup; calls?: Call[] | undefined }
