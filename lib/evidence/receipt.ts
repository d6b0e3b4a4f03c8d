import { z } from 'zod'
import type { ConsentRecord, RecordedTpp } from '@/lib/consent/consent-record'
import { AuditProof } from './audit-proof'

/** Grows with the shape. A verifier of today says of another one that it does not know it, never that it is false. */
export const RECEIPT_FORMAT = 'placet/receipt/1'

/** What a receipt is for. */
export const RECEIPT_KINDS = ['grant', 'change', 'stop', 'removal'] as const

/** What was decided, in one word; the page and the PDF have a sentence for each. */
export const DECISIONS = [
  'allowed',
  'dropped-account',
  'shortened',
  'paused',
  'resumed',
  'stopped',
  'stopped-on-your-word',
  'ended-by-third-party',
  'ended-by-bank',
  'replaced',
  'ran-out',
  'removal-asked',
  'removal-answered',
] as const

const Rights = { balances: z.boolean(), transactions: z.boolean(), ownerName: z.boolean() }
const Account = z.union([
  z.strictObject({ iban: z.string(), currency: z.string(), ...Rights }),
  z.strictObject({ maskedPan: z.string(), currency: z.string(), ...Rights }),
])

const Sentences = z.strictObject({
  eyebrow: z.string(),
  title: z.string(),
  who: z.array(z.string()),
  purpose: z.string().nullable(),
  data: z.strictObject({
    title: z.string(),
    news: z.array(z.string()),
    parts: z.array(
      z.strictObject({ name: z.string(), mark: z.string().nullable(), says: z.string(), more: z.string() }),
    ),
    limits: z.string(),
    card: z.array(z.string()),
  }),
  accounts: z.strictObject({ title: z.string(), hint: z.string().nullable(), listed: z.array(z.string()) }),
  replaces: z.string().nullable(),
  confirm: z.string().optional(),
  answers: z.array(z.string()),
  later: z.array(z.string()),
})

/** Who asked, in a record of any kind. */
export const Tpp: z.ZodType<RecordedTpp> = z.strictObject({
  id: z.string(),
  brand: z.string(),
  legalName: z.string(),
  authority: z.string(),
  roles: z.array(z.string()),
  checkedAt: z.string().nullable(),
})

const shown = {
  format: z.literal('placet/consent-record/2'),
  consentId: z.uuid(),
  bank: z.string(),
  tpp: Tpp,
  purpose: z.string().nullable(),
  model: z.enum(['detailed', 'bankOffered', 'global', 'accountList']),
  accounts: z.array(Account),
  locale: z.string(),
  textVersion: z.string(),
  sentences: Sentences.nullable(),
  change: z
    .union([
      z.strictObject({ from: z.int(), dropped: z.array(Account) }),
      z.strictObject({ from: z.int(), validUntil: z.string() }),
    ])
    .optional(),
}

/** The record of what was shown and allowed (`lib/consent/consent-record`), read back from a file. */
const Shown: z.ZodType<ConsentRecord> = z.union([
  z.strictObject({
    ...shown,
    data: z.strictObject({ accounts: z.literal(true), historyMonths: z.int(), ...Rights }),
    period: z.strictObject({ recurring: z.boolean(), frequencyPerDay: z.int(), validUntil: z.string() }),
  }),
  z.strictObject({
    ...shown,
    data: z.strictObject({ fundsAnswers: z.literal(true) }),
    period: z.strictObject({ untilStopped: z.literal(true) }),
    card: z.strictObject({
      number: z.string().nullable(),
      information: z.string().nullable(),
      registration: z.string().nullable(),
    }),
  }),
])

/**
 * The payload of a receipt: who decided what about which permission, when and how authenticated; the record of what was
 * shown with the nonce and the hash under which it was signed; how to complain. `id` is the event of the bank's audit trail
 * that it is of, and `auditProof` the proof that the event stands in the trail, or that no checkpoint had it yet.
 */
export const Receipt = z.strictObject({
  format: z.literal(RECEIPT_FORMAT),
  kind: z.enum(RECEIPT_KINDS),
  id: z.uuid(),
  issuedAt: z.iso.datetime(),
  bank: z.strictObject({ name: z.string(), origin: z.string(), phone: z.string(), authority: z.string() }),
  customer: z.strictObject({ name: z.string() }),
  permission: z.strictObject({ id: z.uuid(), reference: z.string() }),
  thirdParty: z.strictObject({
    id: z.string(),
    brand: z.string(),
    legalName: z.string(),
    authority: z.string(),
  }),
  decision: z.strictObject({
    what: z.enum(DECISIONS),
    at: z.iso.datetime(),
    /** `holder`: another one of a joint account, by name; `agent`: somebody with a mandate to act for them, by name. */
    by: z.enum(['customer', 'holder', 'agent', 'third-party', 'bank', 'clock']),
    name: z.string().nullable(),
  }),
  /** What was allowed; null where nothing was. */
  allowed: z
    .strictObject({
      version: z.int(),
      at: z.iso.datetime(),
      authentication: z.enum(['signed', 'session', 'dashboard']),
      /** What the customer called the passkey; null where it is gone. */
      passkey: z.string().nullable(),
      record: Shown,
      nonce: z.string().nullable(),
      recordHash: z.string(),
    })
    .nullable(),
  /**
   * Of a request to delete: its reference, what the page said as it was made, the digest that the third party was told,
   * and of an answer until which day it was due, what it was and why.
   */
  removal: z
    .strictObject({
      reference: z.string(),
      words: z.string(),
      mandateHash: z.string(),
      answerDue: z.string().nullable(),
      answer: z.enum(['deleted', 'partly', 'refused']).nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
  auditProof: AuditProof,
})

export type Receipt = z.infer<typeof Receipt>
export type ReceiptKind = Receipt['kind']
export type Decision = Receipt['decision']['what']
