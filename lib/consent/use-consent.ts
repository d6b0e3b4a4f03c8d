import 'server-only'
import { hotQuery } from '@/db/hot-path'
import type { Sealed } from '@/db/schema/columns'
import { env } from '@/lib/env'
import { isRefusal, type Refusal } from '@/lib/errors'
import type { ConsentStatus } from './consent'
import { USE_CONSENT } from './use-consent.sql'
import { refusalOf, type Why } from './why-refused'

/** RTS Art. 10a: without a fresh authentication a third party sees this far back, and no further. */
const HISTORY_DAYS = 90
/** For how long after the customer's approval the whole history may be read. */
const FRESH_SCA_MINUTES = 60

/**
 * Uses a consent for one read: checks third party, consent, token and its binding, rights and period, counts an
 * unattended read, spends the proof and writes the access log, all in one statement or nothing of it. Refused: the
 * answer says why, nothing was counted or recorded, and the door records the refusal by itself.
 */
export async function useConsent(use: UseConsent): Promise<Granted | Refused> {
  const { token } = use
  const presented = isRefusal(token) ? null : token
  const [row] = await hotQuery<Row>({
    name: 'consent.use',
    text: USE_CONSENT,
    values: [
      use.consentId,
      use.tppId,
      presented?.hash ?? null,
      use.certificateThumbprint,
      presented?.keyThumbprint ?? null,
      presented?.proof?.id ?? null,
      presented?.proof?.seconds ?? null,
      use.endpoint,
      use.accountId,
      use.needs.balances,
      use.needs.transactions,
      use.psuPresent,
      use.continued,
      use.historyFrom,
      env.BANK_TIME_ZONE,
      HISTORY_DAYS,
      FRESH_SCA_MINUTES,
      use.callId,
      use.method,
      use.route,
      use.requestId,
      use.sealedPsuAddress,
    ],
  })
  if (!row) return { refusal: refusalOf('unknown', null), psuId: null, known: false }
  if (row.why === null) return { refusal: null, psuId: row.psu_id, today: row.today, accounts: rightsOf(row) }
  // A proof that does not hold names no token. Only a consent that is good makes that the reason.
  const refusal = row.why === 'token_unknown' && isRefusal(token) ? token : refusalOf(row.why, row.status)
  return { refusal, psuId: row.psu_id, known: true }
}

function rightsOf({ accounts, balances, transactions }: Row): AccountRight[] {
  return (accounts ?? []).map((accountId, index) => ({
    accountId,
    balances: balances?.[index] ?? false,
    transactions: transactions?.[index] ?? false,
  }))
}

export type UseConsent = {
  consentId: string
  tppId: string
  certificateThumbprint: string
  token: PresentedToken | Refusal
  endpoint: 'accounts' | 'account' | 'balances' | 'transactions'
  /** Null for the list of accounts. */
  accountId: string | null
  needs: { balances: boolean; transactions: boolean }
  psuPresent: boolean
  /** A further page of a read that was counted when it began. */
  continued: boolean
  /** The first day asked for, null where no period is. */
  historyFrom: string | null
  callId: string
  method: string
  route: string
  requestId: string
  sealedPsuAddress: Sealed | null
}

/** An access token as it was shown: its SHA-256, and the proof that came with it, already verified. */
export type PresentedToken = {
  hash: Buffer
  keyThumbprint: string | null
  proof: { id: Buffer; seconds: number } | null
}

export type AccountRight = { accountId: string; balances: boolean; transactions: boolean }
export type Granted = { refusal: null; psuId: string; today: string; accounts: AccountRight[] }
/** `known`: the consent is this third party's own; only then may anything be recorded about it. */
export type Refused = { refusal: Refusal; psuId: string | null; known: boolean }

type Row = {
  psu_id: string
  status: ConsentStatus
  today: string
  accounts: string[] | null
  balances: boolean[] | null
  transactions: boolean[] | null
  why: Exclude<Why, 'unknown'> | null
}
