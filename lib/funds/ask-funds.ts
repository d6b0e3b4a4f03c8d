import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database, type Queryable, type Transaction } from '@/db/connection'
import type { Sealed } from '@/db/schema/columns'
import { consents } from '@/db/schema/consents'
import type { AccountReference, ConsentStatus, RequestedAccess } from '@/lib/consent/consent'
import { explainRefusal } from '@/lib/consent/explain-refusal'
import type { PresentedToken } from '@/lib/consent/use-consent'
import { refusalOf, type Why } from '@/lib/consent/why-refused'
import type { Money } from '@/lib/core-banking/account'
import { hasFunds } from '@/lib/core-banking/ledger'
import { env } from '@/lib/env'
import { isRefusal, Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import { type Act, judgeQuestion } from './ask-funds.sql'
import { QUESTION, type Question } from './find-funds-questions'
import { accountInQuestion } from './question-account'
import { requireCard } from './require-card'

/**
 * Answers whether an amount is on the account of a consent for confirmation of funds: yes or no, and nothing is reserved
 * (PSD2 Art. 65, REG-DAT-02). Question and answer are recorded for the customer in the transaction that allows it, in
 * which `alongside` runs last, or no answer is given. Refused: the answer says why, and nothing was recorded of it.
 *
 * Art. 65(2)(b) gives a question for a card payment that was begun. Each yes or no halves what a balance can be, so more
 * than FUNDS_QUESTIONS_PER_HOUR or _PER_DAY answers about an account, under whichever consent, are `too_many_requests`.
 */
export async function askFunds(ask: AskFunds): Promise<Answered | Refused> {
  const allowed = await judge(database(), ask, 'judge')
  if (allowed.refusal !== null) return allowed
  const { psuId, row } = allowed
  try {
    const key = await vaultKey(row.key_id)
    requireCard(key.open<RequestedAccess>('consents.access', row.sealed_access).card, ask.cardNumber)
    const accountId = await accountInQuestion({ ...ask, psuId, accountIds: row.accounts ?? [] })
    const fundsAvailable = await hasFunds(accountId, ask.money)
    const question: Question = { ...ask.money, payee: ask.payee, fundsAvailable }
    const told = { psuId, accountId, fundsAvailable }
    return await record(ask, told, row.accounts ?? [], key.seal(QUESTION, question))
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
    return { refusal: thrown, psuId, known: true }
  }
}

/**
 * Whether a question that was answered may get the same answer again: while token, proof and consent are as good as they
 * were for the first; the proof is spent then.
 */
export async function mayRepeat(ask: JudgedAsk): Promise<{ refusal: null; psuId: string } | Refused> {
  return judge(database(), ask, 'repeat')
}

function record(
  ask: AskFunds,
  told: Told,
  accountIds: readonly string[],
  answer: Sealed,
): Promise<Answered | Refused> {
  return database().transaction(async (tx) => {
    await tx.select({ id: consents.id }).from(consents).where(eq(consents.id, ask.consentId)).for('update')
    // Questions about one account are recorded one after the other, or two at once, under two consents of it, would each
    // be the last that is allowed. In the order of the accounts, which is everybody's.
    for (const accountId of accountIds) {
      const lock = `placet.funds:${ask.tppId}:${accountId}`
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`)
    }
    const recorded = await judge(tx, ask, { answer })
    if (recorded.refusal !== null) return recorded
    await ask.alongside(tx, told)
    return { refusal: null, ...told }
  })
}

async function judge(on: Queryable, ask: JudgedAsk, act: Act): Promise<Allowed | Refused> {
  const { token } = ask
  const presented = isRefusal(token) ? null : token
  const { rows } = await on.execute<Row>(judgeQuestion({ ...ask, token: presented }, act, LIMITS))
  const [row] = rows
  if (!row) return { refusal: refusalOf('unknown', null), psuId: null, known: false }
  const { why, psu_id: psuId } = row
  if (why === null) return { refusal: null, psuId, row }
  return { refusal: await refusalFor(why, row, ask), psuId, known: true }
}

async function refusalFor(
  why: NonNullable<Row['why']>,
  { status, seconds }: Row,
  { consentId, token }: JudgedAsk,
): Promise<Refusal> {
  if (why === 'asked_too_often') return new Refusal('too_many_requests', { retryAfter: seconds ?? undefined })
  return explainRefusal({ consentId, token, why, status })
}

const LIMITS = { perHour: env.FUNDS_QUESTIONS_PER_HOUR, perDay: env.FUNDS_QUESTIONS_PER_DAY }

export type JudgedAsk = {
  consentId: string
  tppId: string
  certificateThumbprint: string
  token: PresentedToken | Refusal
  /** The call brought no token at all: its certificate alone may be enough. */
  bare: boolean
  callId: string
}
export type AskFunds = JudgedAsk & {
  account: AccountReference
  money: Money
  cardNumber: string | null
  payee: string | null
  alongside: (tx: Transaction, told: Told) => Promise<void>
}
type Told = { psuId: string; accountId: string; fundsAvailable: boolean }
export type Answered = Told & { refusal: null }
/** `known`: the consent is this third party's own; only then may anything be recorded about it. */
export type Refused = { refusal: Refusal; psuId: string | null; known: boolean }

type Allowed = { refusal: null; psuId: string; row: Row }
type Row = {
  psu_id: string
  key_id: string
  status: ConsentStatus
  sealed_access: Buffer
  accounts: string[] | null
  /** Until the next may be asked, where too many were. */
  seconds: number | null
  why: Exclude<Why, 'unknown'> | 'asked_too_often' | null
}
