import { html } from 'hono/html'
import { formatMoney } from '../../outside/money'
import { dayAndTime } from '../../outside/pages/dates'
import { findGood, GOODS, type Good } from '../goods'
import type { Order } from '../orders'
import { outcomeOf } from '../outcome'
import { layout, type Site } from './layout'
import { picture } from './picture'

/** The shop window, and below it what this browser has ordered. */
export function frontPage({ site, orders }: FrontPage) {
  return layout({
    site,
    title: 'Lamps and bicycles',
    children: html`
      <header class="window">
        <h1>See and be seen.</h1>
        <p>A small shop for dark afternoons. Paid from your bank account, sent the same day.</p>
      </header>
      <ul class="goods">${GOODS.map(goodCard)}</ul>
      ${orders.length > 0 ? orderList(site, orders) : ''}`,
  })
}

function goodCard(good: Good) {
  return html`<li class="good">
    ${picture(good.id)}
    <div class="about">
      <h2>${good.name}</h2>
      <p>${good.promise}</p>
      <ul class="facts">${good.facts.map((fact) => html`<li>${fact}</li>`)}</ul>
      <p class="buy"><strong class="price">${formatMoney({ amount: good.price, currency: 'EUR' })}</strong>
        <a class="button" href="/buy/${good.id}">Buy ${good.short}</a></p>
    </div>
  </li>`
}

function orderList(site: Site, orders: Order[]) {
  return html`<section class="orders" id="orders">
    <h2>Your orders</h2>
    <ul>${orders.map((order) => orderLine(site, order))}</ul>
  </section>`
}

function orderLine({ bankName, timeZone }: Site, order: Order) {
  const good = findGood(order.goodId)
  const { title } = outcomeOf(order, { bankName, good: good?.short ?? 'it' })
  return html`<li><a href="/orders/${order.id}">${order.number}</a>
    <span>${good?.name ?? ''}, ${dayAndTime(order.placedAt, timeZone)}</span> <span class="how">${title}</span></li>`
}

type FrontPage = { site: Site; orders: Order[] }
