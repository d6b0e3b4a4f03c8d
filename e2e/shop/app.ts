import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { readAssets } from '../outside/assets'
import { explainFailure } from '../outside/explain-failure'
import { guard } from '../outside/guard'
import { ownCookie } from '../outside/own-cookie'
import { psuIpOf } from '../outside/psu-ip'
import type { Call } from '../outside/record-call'
import { ASSETS } from './assets'
import { blankCheckout, dayOf, readCheckout } from './checkout'
import type { Config } from './config'
import { findGood } from './goods'
import { newOrder, type Order, type Orders } from './orders'
import { isOver } from './outcome'
import { checkoutPage } from './pages/checkout'
import { frontPage } from './pages/front'
import type { Site } from './pages/layout'
import { messagePage } from './pages/message'
import { orderPage } from './pages/order'
import type { PayLane } from './paylane'

/** The whole shop: every page and every deed. Each deed is a POST that ends in a redirect or in a plain page. */
export function shopApp({ config, payLane, orders, now = () => new Date() }: ShopApp) {
  const { brand, timeZone, origin } = config
  const own = ownCookie({ origin, word: 'cykelbutik' })
  const app = new Hono<{ Variables: Known }>()
  const siteFor = (c: Context<{ Variables: Known }>): Site => ({
    brand,
    timeZone,
    bankName: config.bank.name,
    payLane: config.payLane.brand,
    hasOrders: orders.of(c.var.browser).length > 0,
  })
  const today = () => dayOf(now(), timeZone)
  app.use(guard(config))
  app.use(async (c, next) => {
    c.set('browser', own.read(c))
    await next()
  })

  for (const [path, { content, type }] of Object.entries(readAssets(ASSETS)))
    app.get(path, (c) =>
      c.body(content, 200, { 'content-type': type, 'cache-control': 'public, max-age=3600' }),
    )

  app.get('/', (c) => c.html(frontPage({ site: siteFor(c), orders: orders.of(c.var.browser) })))

  app.get('/buy/:good', (c) => {
    const good = findGood(c.req.param('good'))
    if (!good) return c.notFound()
    const filled = blankCheckout(orders.ibanOf(c.var.browser), today())
    return c.html(checkoutPage({ site: siteFor(c), good, filled, today: today() }))
  })

  app.post('/buy/:good', async (c) => {
    const good = findGood(c.req.param('good'))
    if (!good) return c.notFound()
    const { filled, checkout, faults } = readCheckout(await c.req.parseBody(), today())
    if (!checkout)
      return c.html(checkoutPage({ site: siteFor(c), good, filled, faults, today: today() }), 400)
    const cookie = c.var.browser ?? randomBytes(32).toString('base64url')
    own.give(c, cookie)
    c.set('browser', cookie)
    orders.remember(cookie, checkout.remember ? checkout.iban : null)
    const order = newOrder({ good, cookie, payOn: checkout.payOn, now: now() })
    const asked: Call[] = []
    try {
      const backTo = `${origin}/orders/${order.id}`
      const payment = await payLane.ask({ order, iban: checkout.iban, psuIp: psuIpOf(c), backTo }, asked)
      orders.save({ ...order, payment, asked })
      return c.redirect(payment.link, 303)
    } catch (error) {
      // Kept, so that its page can show what was said.
      orders.save({ ...order, asked })
      throw error
    }
  })

  // The customer comes back to this page by way of the bank. What holds is what the bank says when it is asked.
  app.get('/orders/:id', async (c) => {
    const found = orders.find(c.req.param('id'), c.var.browser)
    if (!found) return c.html(messagePage({ site: siteFor(c), ...ELSEWHERE }), 404)
    const { order, silent } = await lookAt(found)
    return c.html(orderPage({ site: siteFor(c), order, silent }))
  })

  app.post('/orders/:id/cancel', async (c) => {
    const order = orders.find(c.req.param('id'), c.var.browser)
    if (!order) return c.notFound()
    const looked: Call[] = []
    if (order.payment && !isOver(order)) {
      try {
        await payLane.cancel(order.payment, looked)
      } finally {
        orders.save({ ...order, looked })
      }
    }
    return c.redirect(`/orders/${order.id}`, 303)
  })

  app.notFound((c) => c.html(messagePage({ site: siteFor(c), ...LOST }), 404))

  app.onError((error, c) => {
    const { status, ...page } = explainFailure(error, config.bank.name)
    if (status === 500) console.error(error)
    const [latest] = orders.of(c.var.browser)
    return c.html(messagePage({ site: siteFor(c), calls: latest?.asked, ...page }), status)
  })

  /** Asks the bank unless nothing can happen any more; `silent` where it does not answer, and the order is as it was. */
  async function lookAt(order: Order): Promise<{ order: Order; silent: boolean }> {
    if (!order.payment || isOver(order)) return { order, silent: false }
    const looked: Call[] = []
    try {
      const payment = await payLane.look(order.payment, looked)
      const seen = { ...order, payment, looked }
      orders.save(seen)
      return { order: seen, silent: false }
    } catch (error) {
      if (explainFailure(error, config.bank.name).status === 500) console.error(error)
      return { order: { ...order, looked }, silent: true }
    }
  }

  return app
}

const LOST = {
  title: 'There is no such page',
  sentences: ['The address may be mistyped, or the order was placed in another browser.'],
}

const ELSEWHERE = {
  title: 'This order was placed in another browser',
  sentences: [
    'Its page opens only there. If you have just paid for it, all is well: whoever placed it sees it as paid.',
    'What you paid stands at your bank, under Payments.',
  ],
}

/** The cookie by which a browser is known; nothing before its first order. */
type Known = { browser: string | undefined }
type ShopApp = { config: Config; payLane: PayLane; orders: Orders; now?: () => Date }
