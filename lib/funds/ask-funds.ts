import 'server-only'
import { hotQuery } from '@/db/hot-path'
import type { Sealed } from '@/db/schema/columns'
import type { AccountReference, ConsentStatus, RequestedAccess } from '@/lib/consent/consent'
import type { PresentedToken } from '@/lib/consent/use-consent'
import { refusalOf, type Why } from '@/lib/consent/why-refused'
import type { Money } from '@/lib/core-banking/account'
import { hasFunds } from '@/lib/core-banking/ledger'
import { isRefusal, type Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import { ASK_FUNDS } from './ask-funds.sql'
import { QUESTION, type Question } from './find-funds-questions'
import { accountInQuestion } from './question-account'
import { requireCard } from './require-card'

/**
 * Answers whether an amount is on the account of a consent for confirmation of funds: yes or no, and nothing is reserved
 * (PSD2 Art. 65, REG-DAT-02). Question and answer are recorded for the customer in the statement that allows it, or no
 * answer is given. Refused: the answer says why, nothing was recorded, and the door records the refusal by itself.
 */
export async function askFunds(ask: AskFunds): Promise<Answered | Refused> {
  const allowed = await judge(ask, null, null)
  if (allowed.refusal !== null) return allowed
  const { psuId, row } = allowed
  try {
    const key = await vaultKey(row.key_id)
    requireCard(key.open<RequestedAccess>('consents.access', row.sealed_access).card, ask.cardNumber)
    const accountId = await accountInQuestion({ ...ask, psuId, accountIds: row.accounts ?? [] })
    const fundsAvailable = await hasFunds(accountId, ask.money)
    const question: Question = { ...ask.money, payee: ask.payee, fundsAvailable }
    const recorded = await judge(ask, accountId, key.seal(QUESTION, question))
    if (recorded.refusal !== null) return recorded
    return { refusal: null, psuId, accountId, fundsAvailable }
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
    return { refusal: thrown, psuId, known: true }
  }
}

/** Whether the question may be asked; with its sealed answer it is recorded by the same judgement. */
async function judge(
  ask: AskFunds,
  accountId: string | null,
  answer: Sealed | null,
): Promise<Allowed | Refused> {
  const { token } = ask
  const presented = isRefusal(token) ? null : token
  const [row] = await hotQuery<Row>({
    name: 'funds.ask',
    text: ASK_FUNDS,
    values: [
      ask.consentId,
      ask.tppId,
      presented?.hash ?? null,
      ask.certificateThumbprint,
      presented?.keyThumbprint ?? null,
      presented?.proof?.id ?? null,
      answer,
      presented?.proof?.seconds ?? null,
      accountId,
      ask.psuPresent,
      ask.callId,
      ask.method,
      ask.route,
      ask.requestId,
      ask.sealedPsuAddress,
      ask.bare,
    ],
  })
  if (!row) return { refusal: refusalOf('unknown', null), psuId: null, known: false }
  const { why, psu_id: psuId } = row
  if (why === null) return { refusal: null, psuId, row }
  // A proof that does not hold names no token. Only a consent that is good makes that the reason.
  const refusal = why === 'token_unknown' && isRefusal(token) ? token : refusalOf(why, row.status)
  return { refusal, psuId, known: true }
}

export type AskFunds = {
  consentId: string
  tppId: string
  certificateThumbprint: string
  token: PresentedToken | Refusal
  /** The call brought no token at all: its certificate alone may be enough. */
  bare: boolean
  account: AccountReference
  money: Money
  cardNumber: string | null
  payee: string | null
  psuPresent: boolean
  callId: string
  method: string
  route: string
  requestId: string
  sealedPsuAddress: Sealed | null
}
export type Answered = { refusal: null; psuId: string; accountId: string; fundsAvailable: boolean }
/** `known`: the consent is this third party's own; only then may anything be recorded about it. */
export type Refused = { refusal: Refusal; psuId: string | null; known: boolean }

type Allowed = { refusal: null; psuId: string; row: Row }
type Row = {
  psu_id: string
  key_id: string
  status: ConsentStatus
  sealed_access: Buffer
  accounts: string[] | null
  why: Exclude<Why, 'unknown'> | null
}
