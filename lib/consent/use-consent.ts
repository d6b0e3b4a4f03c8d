import 'server-only'
import { database } from '@/db/connection'
import { hotQuery } from '@/db/hot-path'
import type { Sealed } from '@/db/schema/columns'
import { env } from '@/lib/env'
import { isRefusal, type Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import type { AccountRights, ConsentModel, ConsentStatus } from './consent'
import { explainRefusal } from './explain-refusal'
import { USE_CONSENT } from './use-consent.sql'
import { refusalOf, type Why } from './why-refused'

/** RTS Art. 10a: without a fresh authentication a third party sees this far back, and no further. */
const HISTORY_DAYS = 90
/** For how long after the customer's approval the whole history may be read. */
const FRESH_SCA_MINUTES = 60
/** RTS Art. 10a(2): so long after the customer's last authentication for this third party, day of the bank by day. */
const SCA_DAYS = 180
/** How long a one-off consent lasts after its first use (Berlin Group: "e.g. 20 minutes"). */
const ONE_OFF_MINUTES = 20

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
    order: use.consentId,
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
      ONE_OFF_MINUTES,
      SCA_DAYS,
      use.bare,
    ],
  })
  if (!row) return { refusal: refusalOf('unknown', null), psuId: null, known: false }
  if (row.why === null) {
    if (row.runs_out_at !== null) await scheduleEnd(use.consentId, row.runs_out_at)
    const { psu_id: psuId, today, reaches_back_to: reachesBackTo } = row
    return { refusal: null, psuId, today, reachesBackTo, accounts: rightsOf(row) }
  }
  const refusal = await explainRefusal({ ...use, why: row.why, status: row.status })
  return { refusal, psuId: row.psu_id, known: true }
}

/** Readers compare the time themselves; the job only writes down and tells what has become of a one-off consent. */
async function scheduleEnd(consentId: string, runAt: Date): Promise<void> {
  await database().transaction((tx) =>
    enqueueJob(tx, 'consent.expire', { consentId }, { runAt, jobKey: `consent.expire:${consentId}` }),
  )
}

function rightsOf({ model, accounts, balances, transactions, owner_names }: Row): AccountRight[] {
  return (accounts ?? []).map((accountId, index) => ({
    accountId,
    balances: balances?.[index] ?? false,
    transactions: transactions?.[index] ?? false,
    ownerName: owner_names?.[index] ?? false,
    details: model !== 'accountList',
  }))
}

export type UseConsent = {
  consentId: string
  tppId: string
  certificateThumbprint: string
  token: PresentedToken | Refusal
  /** The call brought no token at all: its certificate alone may be enough. */
  bare: boolean
  endpoint: Endpoint
  /** Null for a list of accounts. */
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

/** What is counted apart: the two lists, and of one account (a card's, too) what is read of it. */
export type Endpoint =
  | 'accounts'
  | 'card-accounts'
  | 'account'
  | 'balances'
  | 'transactions'
  | `transaction/${string}`

/** `details`: whether more than its line in the list may be read of it; only then does it have links. */
export type AccountRight = AccountRights & { accountId: string; details: boolean }
/** `reachesBackTo`: the first day that the consent may be read from now. */
export type Granted = {
  refusal: null
  psuId: string
  today: string
  reachesBackTo: string
  accounts: AccountRight[]
}
/** `known`: the consent is this third party's own; only then may anything be recorded about it. */
export type Refused = { refusal: Refusal; psuId: string | null; known: boolean }

type Row = {
  psu_id: string
  status: ConsentStatus
  model: ConsentModel
  today: string
  reaches_back_to: string
  accounts: string[] | null
  balances: boolean[] | null
  transactions: boolean[] | null
  owner_names: boolean[] | null
  /** Set where a one-off consent was used: when it runs out. */
  runs_out_at: Date | null
  why: Exclude<Why, 'unknown'> | null
}
