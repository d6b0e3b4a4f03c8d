import * as client from 'openid-client'
import { BankSaidNo } from '../outside/bank-said-no'
import type { OpenBank } from './bank'
import { ConsentStatus, WAITING } from './bank-answers'
import { callXs2a } from './call-xs2a'
import { readAccounts } from './read-accounts'
import type { Connection, EndedAs, Notice } from './store'
import { isAboutToExpire, refreshTokens } from './tokens'

/**
 * Reads again over a connection and tells how that went. Never throws for a bank that says no: the limit of
 * background reads, books that do not answer, a stopped and an expired consent are outcomes that a page shows. While the bank
 * waits for another person we ask how that stands and nothing else: an early read would be a refused one in its books.
 */
export async function refreshConnection(request: RefreshConnection): Promise<Refreshed> {
  const { bank, connection, psuIp, now } = request
  const fresh = { ...connection }
  if (connection.waiting) {
    const status = await statusOf(request)
    if (status === null || status === WAITING) return { connection, notice: waitingNotice(request) }
    if (status !== 'valid') return endedAs(request, status === 'rejected' ? 'refused' : ENDED_AS[status])
    fresh.waiting = false
  }
  try {
    if (isAboutToExpire(fresh.tokens, now))
      fresh.tokens = await refreshTokens({ bank, tokens: fresh.tokens, now })
    try {
      fresh.snapshot = await readWith(request, fresh)
    } catch (error) {
      // The bank may have dropped the access token alone, for example at a restart of its own.
      if (!isTokenRefused(error)) throw error
      fresh.tokens = await refreshTokens({ bank, tokens: fresh.tokens, now })
      fresh.snapshot = await readWith(request, fresh)
    }
    return { connection: fresh, notice: successNotice({ snapshot: fresh.snapshot, psuIp, now }) }
  } catch (error) {
    if (isLimit(error))
      return { connection: fresh, notice: { tone: 'warning', text: LIMIT_TEXT, at: now.toISOString() } }
    if (isUnavailable(error)) return { connection: fresh, notice: unavailableNotice(request) }
    if (!isConsentRefused(error)) throw error
    const status = await statusOf(request)
    if (status === WAITING) return { connection: { ...fresh, waiting: true }, notice: waitingNotice(request) }
    return endedAs({ ...request, connection: fresh }, ENDED_AS[status ?? ''])
  }
}

function endedAs({ connection, now }: RefreshConnection, as: EndedAs = 'lapsed'): Refreshed {
  return { connection: { ...connection, waiting: false, ended: { as, at: now.toISOString() } }, notice: null }
}

const LIMIT_TEXT =
  'Your bank refused this read: without you we may look four times a day, and those are used up. With you here, “Refresh now” still works.'

/** The status words of Berlin Group v1.3 for a consent that has come to its end. */
const ENDED_AS: Record<string, EndedAs> = {
  revokedByPsu: 'stopped',
  rejected: 'stopped',
  expired: 'expired',
  terminatedByTpp: 'lapsed',
}

function readWith({ bank, psuIp, now }: RefreshConnection, { tokens, consentId }: Connection) {
  return readAccounts({ bank, accessToken: tokens.access, consentId, psuIp, now })
}

/** The refusal itself does not say how a consent stands; its status does, and needs no token. Null: the bank did not say. */
async function statusOf({ bank, connection }: RefreshConnection): Promise<string | null> {
  try {
    const path = `/v1/consents/${encodeURIComponent(connection.consentId)}/status`
    return (await callXs2a({ bank, path, schema: ConsentStatus })).consentStatus
  } catch (error) {
    if (error instanceof BankSaidNo) return null
    throw error
  }
}

function isTokenRefused(error: unknown) {
  return error instanceof BankSaidNo && (error.code.startsWith('TOKEN_') || error.code === 'HTTP_401')
}

function isLimit(error: unknown) {
  return error instanceof BankSaidNo && error.status === 429
}

/** The bank is there and cannot say: its own books do not answer. */
function isUnavailable(error: unknown) {
  return error instanceof BankSaidNo && error.status === 503
}

function unavailableNotice({ bankName, now }: RefreshConnection): Notice {
  const text = `You are connected. ${bankName} can’t answer just now; try again later.`
  return { tone: 'warning', text, at: now.toISOString() }
}

function waitingNotice({ bankName, now }: RefreshConnection): Notice {
  const text = `${bankName} waits for another person to allow this, too. We have read nothing.`
  return { tone: 'plain', text, at: now.toISOString() }
}

function isConsentRefused(error: unknown) {
  if (error instanceof client.ResponseBodyError) return error.error === 'invalid_grant'
  return isTokenRefused(error) || (error instanceof BankSaidNo && error.code.startsWith('CONSENT_'))
}

function successNotice({ snapshot, psuIp, now }: SuccessNotice): Notice {
  const accounts = `${snapshot.accounts.length} ${snapshot.accounts.length === 1 ? 'account' : 'accounts'}`
  const who = psuIp === null ? 'Read in the background, as if you were away' : 'Read with you here'
  return {
    tone: 'good',
    text: `${who}: ${accounts}, ${snapshot.payments.length} payments.`,
    at: now.toISOString(),
  }
}

type RefreshConnection = {
  bank: OpenBank
  bankName: string
  connection: Connection
  psuIp: string | null
  now: Date
}
type SuccessNotice = { snapshot: NonNullable<Connection['snapshot']>; psuIp: string | null; now: Date }
type Refreshed = { connection: Connection; notice: Notice | null }
