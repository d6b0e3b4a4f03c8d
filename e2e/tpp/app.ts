import { Hono } from 'hono'
import * as client from 'openid-client'
import { askConsent } from './ask-consent'
import { readAssets } from './assets'
import type { Bank } from './bank'
import type { Config } from './config'
import { endConnection } from './end-connection'
import { explainFailure } from './explain-failure'
import { finishConnection } from './finish-connection'
import { guard } from './guard'
import { readIbans } from './iban'
import { NOTIFICATION_PATH } from './listen-for-bank'
import { accountsPage } from './pages/accounts'
import { endedPage } from './pages/ended'
import { landingPage } from './pages/landing'
import type { Site } from './pages/layout'
import { messagePage } from './pages/message'
import { refreshConnection } from './refresh-connection'
import type { Connection, Store } from './store'
import { NO_VISIT, psuIpOf, type VisitVariables, visits, withBank } from './visit'

/** The whole app: every page and every deed. Each deed is a POST that ends in a redirect or in a plain page. */
export function saldoApp({ config, bank, store }: SaldoApp) {
  const site: Site = {
    brand: config.brand,
    theme: config.theme,
    timeZone: config.timeZone,
    bankName: config.bank.name,
  }
  const redirectUri = `${config.origin}/callback`
  const notificationUri = config.notificationOrigin && `${config.notificationOrigin}${NOTIFICATION_PATH}`
  const app = new Hono<{ Variables: VisitVariables }>()
  app.use(guard(config))
  app.use(visits({ config, store }))

  for (const [path, { content, type }] of Object.entries(readAssets())) {
    app.get(path, (c) =>
      c.body(content, 200, { 'content-type': type, 'cache-control': 'public, max-age=3600' }),
    )
  }

  app.get('/', (c) => {
    const notice = c.req.query('deleted') === undefined ? undefined : deletedNotice(config.brand)
    return c.html(landingPage({ site, visitor: c.var.visitor, notice }))
  })

  app.post('/connect', async (c) => {
    const { choice, iban } = await c.req.parseBody()
    const typed = typeof iban === 'string' ? iban : ''
    const ibans = choice === 'named' ? readIbans(typed) : null
    if (choice === 'named' && ibans === null) {
      const form = { typed, fault: 'That is not a complete IBAN. Please look at it once more.' }
      return c.html(landingPage({ site, visitor: c.var.visitor, form }), 400)
    }
    const visit = c.var.startVisit()
    const location = await withBank({ bank, store, visit }, async (open) => {
      const asked = await askConsent({
        bank: open,
        ibans,
        psuIp: psuIpOf(c),
        redirectUri,
        notificationUri,
        now: new Date(),
      })
      return { change: { asking: asked.asking, notice: null }, result: asked.location }
    })
    return c.redirect(location, 303)
  })

  app.get('/callback', async (c) => {
    const { visit, visitor } = c.var
    const asking = visitor?.asking
    if (!visit || !asking || c.req.query('state') !== asking.state)
      return c.html(messagePage({ site, ...STRAY }), 400)
    // Spent before the first await: the same answer twice must not be redeemed twice. Whose consent it is stays known, for
    // what the bank tells us meanwhile.
    store.save(visit, { ...visitor, asking: { ...asking, state: client.randomState() } })
    const returned = new URL(`${redirectUri}${new URL(c.req.url).search}`)
    try {
      await withBank({ bank, store, visit, keepCalls: true }, async (open) => {
        const connection = await finishConnection({ bank: open, asking, returned, now: new Date() })
        return { change: { connection, asking: null, notice: null }, result: null }
      })
    } catch (error) {
      if (!(error instanceof client.AuthorizationResponseError)) throw error
      return c.html(
        messagePage({
          site,
          calls: store.find(visit)?.calls,
          ...(error.error === 'access_denied' ? refused(visitor.connection) : failed(error.error)),
        }),
      )
    }
    await readAgain({ visit, psuIp: psuIpOf(c), keepCalls: true })
    return c.redirect('/accounts', 303)
  })

  app.get('/accounts', (c) => {
    const { visitor } = c.var
    const connection = visitor?.connection
    if (!visitor || !connection) return c.redirect('/', 303)
    const { ended } = connection
    if (ended) return c.html(endedPage({ site, visitor, connection, ended }))
    return c.html(accountsPage({ site, visitor, connection, month: c.req.query('month') }))
  })

  app.post('/refresh', async (c) => {
    await readAgain({ visit: c.var.visit, psuIp: psuIpOf(c) })
    return c.redirect('/accounts', 303)
  })

  // What a nightly job would do: the same read, but without the customer's address, so the bank counts it.
  app.post('/background', async (c) => {
    await readAgain({ visit: c.var.visit, psuIp: null })
    return c.redirect('/accounts', 303)
  })

  app.post('/disconnect', async (c) => {
    const { visit, visitor } = c.var
    const connection = visitor?.connection
    if (visit && connection) {
      await withBank({ bank, store, visit }, async (open) => {
        const { bankConfirmed } = await endConnection({ bank: open, connection })
        return { change: { ...NO_VISIT, notice: disconnectedNotice(config, bankConfirmed) }, result: null }
      })
    }
    return c.redirect('/', 303)
  })

  app.post('/forget', (c) => {
    c.var.endVisit()
    return c.redirect('/?deleted', 303)
  })

  app.notFound((c) => c.html(messagePage({ site, ...LOST }), 404))

  app.onError((error, c) => {
    const { status, ...page } = explainFailure(error, config.bank.name)
    if (status === 500) console.error(error)
    const visit = c.get('visit')
    return c.html(messagePage({ site, calls: visit ? store.find(visit)?.calls : [], ...page }), status)
  })

  async function readAgain({ visit, psuIp, keepCalls }: ReadAgain) {
    const connection = visit ? store.find(visit)?.connection : null
    if (!visit || !connection) return
    await withBank({ bank, store, visit, keepCalls }, async (open) => ({
      change: await refreshConnection({
        bank: open,
        bankName: site.bankName,
        connection,
        psuIp,
        now: new Date(),
      }),
      result: null,
    }))
  }

  return app
}

const STRAY = {
  title: 'This answer does not belong here',
  sentences: [
    'It was used before, or it answers a question that this browser did not ask. Nothing has changed.',
  ],
}
const LOST = { title: 'There is no such page', sentences: ['The address may be old, or mistyped.'] }

/** The bank does not say whether it was the customer's no, or that there is no account to share. */
function refused(connection: Connection | null) {
  const still = connection !== null && connection.ended === null
  return {
    title: still ? 'Nothing new was shared' : 'Nothing was shared',
    sentences: [
      'You came back from your bank without sharing an account.',
      still
        ? 'What you had allowed before has not changed: we can go on reading that until you stop it.'
        : 'We have read nothing and cannot read anything.',
    ],
  }
}

function failed(code: string) {
  return {
    title: 'Your bank could not connect us',
    sentences: ['Nothing was shared. You can try again.'],
    code,
  }
}

function deletedNotice(brand: string) {
  return {
    tone: 'good' as const,
    text: `Deleted. ${brand} holds nothing about you.`,
    at: new Date().toISOString(),
  }
}

function disconnectedNotice({ brand, bank }: Config, bankConfirmed: boolean) {
  const ours = `${brand} has deleted all that it held.`
  return {
    tone: bankConfirmed ? ('good' as const) : ('warning' as const),
    text: bankConfirmed
      ? `Disconnected. ${bank.name} confirmed it, and ${ours}`
      : `${ours} ${bank.name} did not confirm the end of the connection: please look at your permissions there.`,
    at: new Date().toISOString(),
  }
}

type SaldoApp = { config: Config; bank: Bank; store: Store }
type ReadAgain = { visit: string | null; psuIp: string | null; keepCalls?: boolean }
