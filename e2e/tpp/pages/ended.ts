import { html } from 'hono/html'
import { formatMoney } from '../../outside/money'
import { dayAndTime } from '../../outside/pages/dates'
import type { Connection, Customer, EndedAs } from '../store'
import { layout, type Site } from './layout'

/** The page of a connection that the bank no longer honours: who ended it, what we still hold, and how to be rid of it. */
export function endedPage({ site, customer, connection, ended }: EndedPage) {
  const { heading, sentence } = WORDS[ended.as](site)
  return layout({
    site,
    title: heading,
    notice: customer.notice,
    calls: customer.calls,
    children: html`
      <section class="message">
        <h1>${heading}</h1>
        <p>${sentence} We can no longer read your accounts. We noticed on ${dayAndTime(ended.at, site.timeZone)}.</p>
        ${held(site, connection)}
        <div class="deeds">
          <form method="post" action="/connect">
            <input type="hidden" name="choice" value="bank">
            <button>Connect ${site.bankName} again</button>
          </form>
          <form method="post" action="/forget"><button class="quiet">Delete your account and all that ${site.brand} holds</button></form>
        </div>
      </section>`,
  })
}

const WORDS: Record<EndedAs, (site: Site) => { heading: string; sentence: string }> = {
  stopped: ({ brand }) => ({
    heading: 'Sharing was stopped at your bank',
    sentence: `You stopped sharing with ${brand} at your bank.`,
  }),
  expired: ({ bankName }) => ({
    heading: 'Your permission has run out',
    sentence: `What you allowed at ${bankName} has reached its last day.`,
  }),
  refused: ({ bankName }) => ({
    heading: 'Not everybody allowed it',
    sentence: `Another person had to allow this at ${bankName}, too, and it was not allowed in the end.`,
  }),
  lapsed: ({ bankName }) => ({
    heading: 'This connection has ended',
    sentence: `${bankName} no longer accepts it; most often a newer connection took its place.`,
  }),
}

function held(site: Site, { snapshot }: Connection) {
  if (!snapshot) return html`<p>We had read nothing before, so we hold nothing.</p>`
  return html`<div class="card held">
    <h2>What we had read before is still here</h2>
    <p>${snapshot.payments.length} payments, last read on ${dayAndTime(snapshot.readAt, site.timeZone)}. It stays until you delete it.</p>
    <ul>${snapshot.accounts.map(
      ({ name, balance }) =>
        html`<li><span>${name}</span><span class="amount">${balance ? formatMoney(balance) : 'no balance'}</span></li>`,
    )}</ul>
  </div>`
}

type EndedPage = {
  site: Site
  customer: Customer
  connection: Connection
  ended: NonNullable<Connection['ended']>
}
