import { html } from 'hono/html'
import { formatIban } from '../../outside/iban'
import { formatMoney, sum } from '../../outside/money'
import { clockTime, dayAndTime, fullDay, monthName, weekday } from '../../outside/pages/dates'
import { byDay, monthsOf } from '../month'
import type { Account, Payment, Snapshot } from '../snapshot'
import type { Connection, Customer } from '../store'
import { layout, type Site } from './layout'
import { overviewCard } from './overview'

/** The customer's money as a person wants to see it: what is there, where it went, day by day. */
export function accountsPage({ site, customer, connection, month }: AccountsPage) {
  const { snapshot } = connection
  return layout({
    site,
    title: 'Your money',
    notice: customer.notice,
    calls: customer.calls,
    children: html`
      <div class="money">
        <div class="left">
          <section class="total">
            <h1>Your money in ${site.brand}</h1>
            ${snapshot ? totals(site, snapshot) : nothingYet(site, connection)}
            <div class="deeds">
              <form method="post" action="/refresh"><button>Refresh now</button></form>
              ${connection.waiting ? '' : html`<form method="post" action="/background"><button class="quiet">Read in the background</button></form>`}
            </div>
          </section>
          ${snapshot ? accountList(snapshot.accounts) : ''}
          ${snapshot ? overviewCard(monthOf(snapshot, month)) : ''}
          ${connectionCard(site, connection)}
        </div>
        ${snapshot ? paymentList(snapshot, monthOf(snapshot, month).payments) : ''}
      </div>`,
  })
}

function nothingYet({ bankName }: Site, { waiting }: Connection) {
  if (!waiting) return html`<p>We are connected, but have read nothing yet.</p>`
  return html`<p>You said yes. ${bankName} now waits for another person, because an account you chose needs two. Once they have allowed it, too, press “Refresh now”.</p>`
}

function totals(site: Site, { accounts, readAt, attended }: Snapshot) {
  const balances = accounts.flatMap(({ balance }) => balance ?? [])
  const byCurrency = [...Map.groupBy(balances, ({ currency }) => currency)]
  return html`
    ${byCurrency.map(([currency, group]) => html`<p class="figure">${formatMoney({ currency, amount: sum(group.map(({ amount }) => amount)) })}</p>`)}
    <p>in ${accounts.length === 1 ? 'one account' : `${accounts.length} accounts`} at ${site.bankName}</p>
    <p class="hint">As ${site.bankName} told us at ${clockTime(readAt, site.timeZone)}, ${attended ? 'with you here' : 'in the background'}</p>`
}

function accountList(accounts: Account[]) {
  return html`<section class="card">
    <h2>Accounts</h2>
    <ul class="accounts">${accounts.map(
      ({ name, iban, balance }) => html`<li>
        <strong>${name}</strong>
        <span class="amount">${balance ? formatMoney(balance) : 'no balance'}</span>
        <small>${iban ? formatIban(iban) : 'No IBAN'}</small>
      </li>`,
    )}</ul>
  </section>`
}

function monthOf({ payments }: Snapshot, wanted: string | undefined) {
  const months = monthsOf(payments)
  const month = months.find((known) => known === wanted) ?? months[0] ?? null
  return { months, month, payments: payments.filter(({ day }) => month !== null && day.startsWith(month)) }
}

function paymentList({ accounts }: Snapshot, payments: Payment[]) {
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  const first = payments[0]
  if (!first)
    return html`<section class="card payments"><h2>Payments</h2><p>There were none in the last 90 days.</p></section>`
  return html`<section class="card payments">
    <h2>Payments in ${monthName(first.day.slice(0, 7))}</h2>
    ${byDay(payments).map(
      ([day, group]) => html`<h3>${weekday(day)}</h3>
      <ul>${group.map((payment) => paymentRow(payment, accounts.length > 1 ? names.get(payment.accountId) : undefined))}</ul>`,
    )}
  </section>`
}

function paymentRow(
  { counterparty, text, category, money, isPending }: Payment,
  accountName: string | undefined,
) {
  const about = [isPending ? 'Not booked yet' : '', category, accountName, text].filter(Boolean).join(' · ')
  return html`<li>
    <span class="what"><strong>${counterparty}</strong><small>${about}</small></span>
    <span class="amount">${formatMoney(money, { signed: true })}</span>
  </li>`
}

function connectionCard(site: Site, { validUntil, waiting, snapshot }: Connection) {
  return html`<section class="card">
    <h2>Connection</h2>
    <p>${site.bankName} ${waiting ? 'will let us read, once everybody has allowed it,' : 'lets us read'} ${validUntil ? `until ${fullDay(validUntil)}` : 'for as long as you allowed'}${snapshot ? `; last read ${dayAndTime(snapshot.readAt, site.timeZone)}` : ''}.</p>
    <p class="hint">Disconnecting ends it at the bank and deletes all that we hold.</p>
    <form method="post" action="/disconnect"><button class="quiet">Disconnect</button></form>
  </section>`
}

type AccountsPage = { site: Site; customer: Customer; connection: Connection; month: string | undefined }
