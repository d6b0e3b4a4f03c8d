import { html } from 'hono/html'
import { formatMoney } from '../../outside/money'
import { dayAndTime, fullDay } from '../../outside/pages/dates'
import { findGood } from '../goods'
import type { Order } from '../orders'
import { type Outcome, outcomeOf, whyNot } from '../outcome'
import { layout, type Site } from './layout'

/** One order and how its payment stands; `silent` where the bank did not answer when it was asked just now. */
export function orderPage({ site, order, silent }: OrderPage) {
  const good = findGood(order.goodId)
  const outcome = outcomeOf(order, { bankName: site.bankName, good: good?.short ?? 'it' })
  return layout({
    site,
    title: outcome.title,
    calls: [...order.asked, ...order.looked],
    children: html`
      <article class="bill ${outcome.kind}">
        <header role="status">
          ${mark(outcome.kind)}
          <h1>${outcome.title}</h1>
          ${outcome.sentences.map((sentence) => html`<p>${sentence}</p>`)}
          ${order.payment?.message && outcome.kind !== 'later' ? html`<p>${site.bankName}: “${order.payment.message}”</p>` : ''}
          ${silent ? html`<p class="fault">${site.bankName} does not answer at the moment. This is how it stood before.</p>` : ''}
        </header>
        <dl>
          <div><dt>Order</dt><dd>${order.number}</dd></div>
          <div><dt>${good?.name ?? 'Goods'}</dt><dd>${formatMoney({ amount: order.price, currency: 'EUR' })}</dd></div>
          <div><dt>Placed</dt><dd>${dayAndTime(order.placedAt, site.timeZone)}</dd></div>
          ${order.payOn && outcome.kind === 'waiting' ? html`<div><dt>To be paid</dt><dd>${fullDay(order.payOn)}</dd></div>` : ''}
          <div><dt>Payment service</dt><dd>${site.payLane}</dd></div>
          ${order.payment?.reason ? html`<div><dt>Why</dt><dd>${whyNot(order.payment.reason)}</dd></div>` : ''}
        </dl>
        ${deeds(order, outcome, site)}
      </article>`,
  })
}

function deeds(order: Order, { kind }: Outcome, { bankName }: Site) {
  if (kind === 'waiting')
    return html`<div class="deeds">
      <a class="button" href="${order.payment?.link ?? '/'}">Go on at your bank</a>
      <form method="post" action="/orders/${order.id}/cancel"><button class="quiet">Cancel the order</button></form>
    </div>`
  if (kind === 'failed')
    return html`<p class="deeds"><a class="button" href="/buy/${order.goodId}">Try again</a> <a class="button quiet" href="/">Back to the shop</a></p>`
  return html`<p class="deeds">${kind === 'later' ? html`<a class="button quiet" href="${order.payment?.link ?? '/'}">See it at ${bankName}</a> ` : ''}<a class="button quiet" href="/">Back to the shop</a></p>`
}

function mark(kind: Outcome['kind']) {
  return html`<svg class="stamp" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22"/><path d="${MARKS[kind]}"/></svg>`
}

const MARKS: Record<Outcome['kind'], string> = {
  paid: 'M14 25l7 7 14-15',
  later: 'M24 13v12l8 5',
  accepted: 'M24 13v12l8 5',
  waiting: 'M15 24h.1M24 24h.1M33 24h.1',
  failed: 'M16 16l16 16M32 16 16 32',
}

type OrderPage = { site: Site; order: Order; silent: boolean }
