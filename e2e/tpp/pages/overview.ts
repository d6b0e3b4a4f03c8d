import { html } from 'hono/html'
import { formatMoney } from '../../outside/money'
import { monthName } from '../../outside/pages/dates'
import { type Overview, overviewOf } from '../month'
import type { Payment } from '../snapshot'

/** One month: what came in, what went out, and a bar for each thing it went to. */
export function overviewCard({ months, month, payments }: OverviewCard) {
  if (month === null) return ''
  return html`<section class="card overview">
    <h2>Where it went</h2>
    <nav aria-label="Month">${months
      .slice(0, 4)
      .map(
        (known) =>
          html`<a href="/accounts?month=${known}" ${known === month ? html`aria-current="true"` : ''}>${monthName(known)}</a>`,
      )}</nav>
    ${overviewOf(payments).map(currencyBlock)}
  </section>`
}

function currencyBlock({ currency, moneyIn, moneyOut, categories }: Overview) {
  return html`
    <dl class="inout">
      <div><dt>In</dt><dd>${formatMoney({ amount: moneyIn, currency })}</dd></div>
      <div><dt>Out</dt><dd>${formatMoney({ amount: moneyOut, currency })}</dd></div>
    </dl>
    <ul class="bars">${categories.map(
      ({ category, amount, percent }) => html`<li>
        <span>${category}</span><span class="amount">${formatMoney({ amount, currency })}</span>
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="100" height="6"/><rect class="bar" width="${Math.max(percent, 1)}" height="6"/></svg>
      </li>`,
    )}</ul>`
}

type OverviewCard = { months: string[]; month: string | null; payments: Payment[] }
