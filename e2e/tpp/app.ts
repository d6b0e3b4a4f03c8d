import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as client from 'openid-client'
import { readAssets } from '../outside/assets'
import { explainFailure } from '../outside/explain-failure'
import { guard } from '../outside/guard'
import { readIbans } from '../outside/iban'
import { psuIpOf } from '../outside/psu-ip'
import { askConsent } from './ask-consent'
import { ASSETS } from './assets'
import type { Bank } from './bank'
import type { Config } from './config'
import { endConnection } from './end-connection'
import { finishConnection } from './finish-connection'
import { NOTIFICATION_PATH } from './listen-for-bank'
import { accountsPage } from './pages/accounts'
import { endedPage } from './pages/ended'
import { landingPage } from './pages/landing'
import type { Site } from './pages/layout'
import { messagePage } from './pages/message'
import { signInPage } from './pages/sign-in'
import { refreshConnection } from './refresh-connection'
import { type SessionVariables, sessions } from './session'
import { signInDesk } from './sign-in'
import { type Connection, NOTHING_HELD, type Store, type User } from './store'
import { withBank } from './with-bank'

/** The whole app: every page and every deed. Each deed is a POST that ends in a redirect or in a plain page. */
export function saldoApp({ config, bank, store }: SaldoApp) {
  const { brand, theme, timeZone } = config
  const redirectUri = `${config.origin}/callback`
  const notificationUri = config.notificationOrigin && `${config.notificationOrigin}${NOTIFICATION_PATH}`
  const desk = signInDesk(store)
  const app = new Hono<{ Variables: SessionVariables }>()
  const siteFor = (user: User | null): Site => ({
    brand,
    theme,
    timeZone,
    bankName: config.bank.name,
    userName: user?.name ?? null,
  })
  app.use(guard(config))
  app.use(sessions({ config, store }))

  for (const [path, { content, type }] of Object.entries(readAssets(ASSETS))) {
    app.get(path, (c) =>
      c.body(content, 200, { 'content-type': type, 'cache-control': 'public, max-age=3600' }),
    )
  }

  app.get('/', (c) => {
    const { user } = c.var
    const notice = c.req.query('deleted') === undefined ? undefined : deletedNotice(brand)
    return c.html(landingPage({ site: siteFor(c.var.user), customer: user && store.find(user.id), notice }))
  })

  app.post('/sign-up', async (c) => {
    const form = await c.req.parseBody()
    const { user, fault } = await desk.signUp(form)
    if (!user) {
      const signUp = { typed: textOf(form.name), fault }
      return c.html(landingPage({ site: siteFor(c.var.user), customer: null, signUp }), 400)
    }
    c.var.startSession(user)
    return c.redirect('/', 303)
  })

  app.get('/sign-in', (c) =>
    c.var.user ? c.redirect('/', 303) : c.html(signInPage({ site: siteFor(c.var.user) })),
  )
  app.post('/sign-in', async (c) => {
    const form = await c.req.parseBody()
    const { user, fault } = await desk.signIn(form, new Date())
    if (!user) {
      const refused = { typed: textOf(form.name), fault }
      return c.html(signInPage({ site: siteFor(c.var.user), form: refused }), 400)
    }
    c.var.startSession(user)
    return c.redirect(store.find(user.id).connection ? '/accounts' : '/', 303)
  })
  app.post('/sign-out', (c) => {
    c.var.endSession()
    return c.redirect('/', 303)
  })

  app.get('/callback', async (c) => {
    const { user } = c.var
    const customer = user && store.find(user.id)
    const asking = customer?.asking
    if (!user || !asking || c.req.query('state') !== asking.state)
      return c.html(messagePage({ site: siteFor(c.var.user), ...STRAY }), 400)
    // Spent before the first await: the same answer twice must not be redeemed twice. Whose consent it is stays known, for
    // what the bank tells us meanwhile.
    store.save(user.id, { ...customer, asking: { ...asking, state: client.randomState() } })
    const returned = new URL(`${redirectUri}${new URL(c.req.url).search}`)
    try {
      await withBank({ bank, store, userId: user.id, keepCalls: true }, async (open) => {
        const connection = await finishConnection({ bank: open, asking, returned, now: new Date() })
        return { change: { connection, asking: null, notice: null }, result: null }
      })
    } catch (error) {
      if (!(error instanceof client.AuthorizationResponseError)) throw error
      return c.html(
        messagePage({
          site: siteFor(c.var.user),
          calls: store.find(user.id).calls,
          ...(error.error === 'access_denied' ? refused(customer.connection) : failed(error.error)),
        }),
      )
    }
    await readAgain({ user, psuIp: psuIpOf(c), keepCalls: true })
    return c.redirect('/accounts', 303)
  })

  app.post('/connect', signedIn, async (c) => {
    const { user } = c.var
    const { choice, iban } = await c.req.parseBody()
    const typed = textOf(iban)
    const ibans = choice === 'named' ? readIbans(typed) : null
    if (choice === 'named' && ibans === null) {
      const form = { typed, fault: 'That is not a complete IBAN. Please look at it once more.' }
      return c.html(landingPage({ site: siteFor(c.var.user), customer: store.find(user.id), form }), 400)
    }
    const psuIp = psuIpOf(c)
    const location = await withBank({ bank, store, userId: user.id }, async (open) => {
      const asked = await askConsent({
        bank: open,
        ibans,
        psuIp,
        redirectUri,
        notificationUri,
        now: new Date(),
      })
      return { change: { asking: asked.asking, notice: null }, result: asked.location }
    })
    return c.redirect(location, 303)
  })

  app.get('/accounts', signedIn, (c) => {
    const customer = store.find(c.var.user.id)
    const { connection } = customer
    if (!connection) return c.redirect('/', 303)
    const { ended } = connection
    const site = siteFor(c.var.user)
    if (ended) return c.html(endedPage({ site, customer, connection, ended }))
    return c.html(accountsPage({ site, customer, connection, month: c.req.query('month') }))
  })

  app.post('/refresh', signedIn, async (c) => {
    await readAgain({ user: c.var.user, psuIp: psuIpOf(c) })
    return c.redirect('/accounts', 303)
  })

  // What a nightly job would do: the same read, but without the customer's address, so the bank counts it.
  app.post('/background', signedIn, async (c) => {
    await readAgain({ user: c.var.user, psuIp: null })
    return c.redirect('/accounts', 303)
  })

  app.post('/disconnect', signedIn, async (c) => {
    const ended = await disconnect(c.var.user)
    if (ended) {
      const notice = disconnectedNotice(config, ended.bankConfirmed)
      store.save(c.var.user.id, { ...store.find(c.var.user.id), notice })
    }
    return c.redirect('/', 303)
  })

  app.post('/forget', signedIn, async (c) => {
    if (store.find(c.var.user.id).connection?.ended === null) await disconnect(c.var.user)
    store.forget(c.var.user.id)
    c.var.endSession()
    return c.redirect('/?deleted', 303)
  })

  app.notFound((c) => c.html(messagePage({ site: siteFor(c.var.user), ...LOST }), 404))

  app.onError((error, c) => {
    const { status, ...page } = explainFailure(error, config.bank.name)
    if (status === 500) console.error(error)
    const user = c.get('user')
    return c.html(
      messagePage({ site: siteFor(c.var.user), calls: user ? store.find(user.id).calls : [], ...page }),
      status,
    )
  })

  async function readAgain({ user, psuIp, keepCalls }: ReadAgain) {
    const { connection } = store.find(user.id)
    if (!connection) return
    await withBank({ bank, store, userId: user.id, keepCalls }, async (open) => ({
      change: await refreshConnection({
        bank: open,
        bankName: config.bank.name,
        connection,
        psuIp,
        now: new Date(),
      }),
      result: null,
    }))
  }

  async function disconnect(user: User) {
    const { connection } = store.find(user.id)
    if (!connection) return null
    return await withBank({ bank, store, userId: user.id }, async (open) => {
      const result = await endConnection({ bank: open, connection })
      return { change: NOTHING_HELD, result }
    })
  }

  return app
}

/** What is somebody's is for nobody who has not signed in. */
const signedIn = createMiddleware<{ Variables: OwnVariables }>(async (c, next) =>
  c.get('user') ? await next() : c.redirect('/', 303),
)

function textOf(field: unknown): string {
  return typeof field === 'string' ? field : ''
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
type ReadAgain = { user: User; psuIp: string | null; keepCalls?: boolean }
type OwnVariables = SessionVariables & { user: User }
