import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer } from './call'
import type { Told } from './history'
import type { Instance } from './instances'
import { type Person, REDIRECT_URI, TPP, type World } from './world'

const TRIES = 20

/**
 * One customer with one third party, step by step. Each step goes to whichever instance `at` names, is tried again under the same
 * key where no answer came or the bank could not answer, and is noted try by try.
 */
export function journeyOf(world: World, person: Person, at: () => Instance, how: How = {}) {
  const { scope = 'AIS:', tries: triesMax = TRIES } = how
  const { psuId, passkey, accountId, iban, sessionId } = person
  const { calls, history, sink } = world
  const attempt = (told: Told, run: Run) => {
    const instance = at()
    return history.note({ ...told, by: instance.child.pid }, () => run(instance))
  }
  const again = async (told: Told, run: Run, { tries = triesMax, before = () => {} }: Again = {}) => {
    let answer = await attempt(told, run)
    before()
    for (let nth = 1; nth < tries && isUnsettled(answer); nth += 1) {
      await pause(pauseBefore(nth))
      answer = await attempt(told, run)
    }
    return answer
  }
  /** What changes nothing that counts: tried until it works. */
  const until = (run: Run) =>
    again({ op: 'page', key: randomUUID(), consentId: null }, run, { tries: Math.max(TRIES, triesMax) })
  const signed = async (page: Page) => {
    const { uid, cookie } = page
    const asked = await until(customer('options', { uid, cookie, psuId }))
    if (asked.status !== 200) return { asked, input: null, hash: '' }
    const { challengeId, options } = asked.json
    // A synced passkey tells no counter (WebAuthn 6.1.1): several answers may be on their way at once, in any order.
    const response = passkey.get(options, how.synced ? { counter: 0 } : {})
    const hash = Buffer.from(options.challenge, 'base64url').subarray(32).toString('hex')
    return { asked, hash, input: { uid, cookie, challengeId, response, psuId } }
  }
  const customer = (step: string, body: object) => (instance: Instance) =>
    calls.browser(instance, `/customer/${step}`, { body })

  const createOnce = async () => {
    const key = randomUUID()
    const named = [{ iban }]
    return again({ op: 'create', key, consentId: null }, (instance) =>
      calls.third(instance, '/xs2a/v1/consents', {
        headers: {
          'x-request-id': key,
          'psu-ip-address': '192.0.2.1',
          'tpp-notification-uri': sink.url,
          'tpp-notification-content-preferred': 'status=PROCESS',
        },
        body: {
          access: { accounts: named, balances: named, transactions: named },
          recurringIndicator: true,
          validUntil: '2099-12-31',
          frequencyPerDay: 4,
          combinedServiceIndicator: false,
        },
      }),
    )
  }
  const create = async () => {
    const answer = await createOnce()
    return answer.status === 201 ? String(answer.json.consentId) : null
  }

  /** From the pushed request to the page; null where the bank could not. */
  const openPage = async (consentId: string) => {
    const verifier = randomBytes(32).toString('base64url')
    const pushed = await until((instance) =>
      calls.third(instance, '/oauth/par', {
        form: {
          client_id: TPP,
          response_type: 'code',
          redirect_uri: REDIRECT_URI,
          scope: `${scope}${consentId}`,
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
        },
      }),
    )
    const query = new URLSearchParams({ client_id: TPP, request_uri: String(pushed.json.request_uri) })
    const page = await until((instance) => calls.browser(instance, `/oauth/authorize?${query}`))
    const uid = /^\/interaction\/([\w-]+)$/.exec(String(page.headers.location))?.[1]
    return uid ? { uid, verifier, cookie: cookiesOf(page) } : null
  }

  const decide = async (consentId: string, page: Page, decision: 'allow' | 'refuse') => {
    const { uid, cookie } = page
    const key = randomUUID()
    if (decision === 'refuse')
      return again(
        { op: 'refuse', key, consentId },
        customer('refuse', { uid, cookie, psuId, requestId: key }),
      )
    // Each try is a signature of its own: a challenge is good once.
    let answer: Answer | null = null
    for (let nth = 0; nth < Math.max(TRIES, triesMax) && (answer === null || isUnsettled(answer)); nth += 1) {
      await pause(pauseBefore(nth))
      const { asked, input, hash } = await signed(page)
      if (!input) {
        // After a try that was cut off the page says what became of it, before anything is signed again: an answer to this step.
        return answer === null
          ? asked
          : again({ op: 'allow', key, consentId }, async () => asked, { tries: 1 })
      }
      const told = { op: 'allow', key, consentId, signed: hash } as const
      answer = await again(told, customer('allow', { ...input, requestId: key }), { tries: 1 })
    }
    return answer
  }

  /** One try with one signature. */
  const allowOnce = (consentId: string, input: object, hash: string) => {
    const key = randomUUID()
    const told = { op: 'allow', key, consentId, signed: hash } as const
    return again(told, customer('allow', { ...input, requestId: key }), { tries: 1 })
  }

  /** From the decision to the code; null where there is none any more. */
  const codeOf = async ({ uid, cookie }: Page) => {
    const decided = await until(customer('return', { uid, cookie }))
    if (decided.status !== 200) return null
    const { pathname, search } = new URL(decided.json.returnTo)
    const sent = await until((instance) =>
      calls.browser(instance, pathname + search, { headers: { cookie } }),
    )
    const to = String(sent.headers.location ?? '')
    return URL.canParse(to) ? new URL(to).searchParams.get('code') : null
  }

  const exchange = (consentId: string, { verifier }: Page, code: string, before?: () => void) => {
    const form = {
      client_id: TPP,
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: REDIRECT_URI,
    }
    const told = { op: 'token', key: code, consentId } as const
    return again(told, (instance) => calls.third(instance, '/oauth/token', { form }), { before })
  }
  const token = async (consentId: string, page: Page, code: string) =>
    tokensOf(await exchange(consentId, page, code))

  const refresh = async (consentId: string, { refreshToken }: Tokens) =>
    tokensOf(
      await again({ op: 'refresh', key: refreshToken, consentId }, (instance) =>
        calls.third(instance, '/oauth/token', {
          form: { client_id: TPP, grant_type: 'refresh_token', refresh_token: refreshToken },
        }),
      ),
    )

  const read = async (consentId: string, { accessToken }: Tokens, psuPresent = false) => {
    const key = randomUUID()
    const told = { op: 'read', key, consentId, accountId, psuPresent } as const
    return again(told, (instance) =>
      calls.third(instance, `/xs2a/v1/accounts/${accountId}/balances`, {
        headers: {
          'x-request-id': key,
          'consent-id': consentId,
          authorization: `Bearer ${accessToken}`,
          ...(psuPresent && { 'psu-ip-address': '192.0.2.1' }),
        },
      }),
    )
  }

  const stop = async (consentId: string, before?: () => void) => {
    const key = randomUUID()
    const run = customer('stop', { consentId, psuId, requestId: key })
    return again({ op: 'stop', key, consentId }, run, { before })
  }
  /** On the customer's word, by phone. */
  const stopByStaff = async (consentId: string) => {
    const key = randomUUID()
    const run = customer('stop-by-staff', { consentId, psuId, requestId: key, staffId: world.staffId })
    return again({ op: 'stop', key, consentId }, run)
  }

  const remove = async (consentId: string, before?: () => void) => {
    const key = randomUUID()
    const asked = { method: 'DELETE', headers: { 'x-request-id': key } }
    const run = (instance: Instance) => calls.third(instance, `/xs2a/v1/consents/${consentId}`, asked)
    return again({ op: 'delete', key, consentId }, run, { before })
  }

  /** From nothing to tokens; what stands in between may be null where a fault spent a code. */
  const connect = async (): Promise<Connected | null> => {
    const consentId = await create()
    const page = consentId && (await openPage(consentId))
    if (!page || !consentId) return null
    await decide(consentId, page, 'allow')
    const code = await codeOf(page)
    const tokens = code === null ? null : await token(consentId, page, code)
    return { consentId, tokens }
  }
  /** The same where nothing stands in between: a rig that connects nobody must not look like a bank that survives. */
  const connected = async () => {
    const made = await connect()
    if (!made?.tokens) throw new Error('Nobody was connected')
    return { consentId: made.consentId, tokens: made.tokens }
  }
  const erase = async (before?: () => void) => {
    const key = randomUUID()
    const told = { op: 'erase', key, consentId: null } as const
    return again(told, customer('erase', { psuId, sessionId, requestId: key }), { before })
  }
  return {
    create,
    createOnce,
    openPage,
    signed,
    allowOnce,
    decide,
    codeOf,
    exchange,
    token,
    refresh,
    read,
    stop,
    stopByStaff,
    remove,
    connect,
    connected,
    erase,
  }
}

const pauseBefore = (nth: number) => Math.min(20 * nth, 500)

/** No answer, or one that says to come back. */
const isUnsettled = ({ status }: Answer) => status === null || status >= 500

function tokensOf({ status, json }: Answer): Tokens | null {
  if (status !== 200) return null
  const { access_token, refresh_token, id_token } = json
  return { accessToken: String(access_token), refreshToken: String(refresh_token), idToken: String(id_token) }
}

function cookiesOf({ headers }: Answer): string {
  const set = headers['set-cookie']
  return (Array.isArray(set) ? set : []).map((line) => line.split(';', 1)[0]).join('; ')
}

/** `synced`: the passkey is one without a counter. */
type How = { scope?: string; tries?: number; synced?: boolean }
type Run = (instance: Instance) => Promise<Answer>
/** `before` runs once, when the first try has ended. */
type Again = { tries?: number; before?: (() => void) | undefined }
export type Journey = ReturnType<typeof journeyOf>
export type Page = { uid: string; verifier: string; cookie: string }
export type Tokens = { accessToken: string; refreshToken: string; idToken: string }
type Connected = { consentId: string; tokens: Tokens | null }
