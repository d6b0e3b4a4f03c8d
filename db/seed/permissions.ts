import {
  BALANCES,
  DETAILS,
  EVERYTHING,
  type SeededPermission,
  type SeededQuestion,
  TRANSACTIONS,
} from './permission'
import { PERMISSIONS_OF_FREJA } from './permissions-of-freja'
import { PERSONAS } from './personas'

const {
  anna: { accounts: anna },
  maja: { accounts: maja },
  eleni: { accounts: eleni },
  karl: { accounts: karl },
  ida: { accounts: ida },
  nora: { accounts: nora },
  astrid: { accounts: astrid },
} = PERSONAS

const NAMED = { model: 'detailed', recurring: true, days: 180 } as const
const PICKED = { model: 'bankOffered', recurring: true, days: 180 } as const
const ONCE = { model: 'bankOffered', recurring: false, days: 1 } as const
const VALID = { outcome: { status: 'valid' } } as const

/** Anna has one of each state a permission can be in. */
const PERMISSIONS_OF_ANNA: readonly SeededPermission[] = [
  {
    ...permission('anna', 'budgetto', 61),
    ...PICKED,
    ...VALID,
    accounts: [anna.everyday],
    rights: EVERYTHING,
    looks: { days: 61, away: 90, runs: 3, present: 45, busy: { daysAgo: 7, looks: 9 } },
  },
  {
    ...permission('anna', 'budgetto', 190),
    ...PICKED,
    outcome: { status: 'replaced', by: 'anna:budgetto:61' },
    accounts: [anna.everyday],
    rights: BALANCES,
    looks: { untilDaysAgo: 62, days: 40, away: 80, present: 20 },
  },
  {
    ...permission('anna', 'kassa', 45),
    ...NAMED,
    ...VALID,
    accounts: [anna.everyday],
    rights: DETAILS,
    questions: [
      question(43, 18 * 60 + 12, '132.00', 'Bageriet Nordhavn', true),
      question(20, 11 * 60 + 35, '58000.00', 'Cykelhuset', false),
      question(3, 19 * 60 + 50, '210.00', null, true),
    ],
  },
  {
    ...permission('anna', 'bogforing', 174),
    ...NAMED,
    ...VALID,
    accounts: [anna.everyday, anna.holiday],
    rights: TRANSACTIONS,
    looks: { untilDaysAgo: 1, days: 90, away: 96, runs: 2, present: 6, tooOften: { daysAgo: 12 } },
  },
  {
    ...permission('anna', 'huslan', 96),
    ...PICKED,
    ...VALID,
    accounts: [anna.everyday],
    rights: EVERYTHING,
    looks: {
      untilDaysAgo: 50,
      days: 40,
      away: 30,
      present: 10,
      refused: { daysAgo: [44, 37, 30, 16, 2], code: 'CERTIFICATE_BLOCKED' },
    },
  },
  {
    ...permission('anna', 'prisvagt', 83),
    ...PICKED,
    ...VALID,
    accounts: [anna.everyday],
    rights: TRANSACTIONS,
    hold: { daysAgo: 18, reason: 'fraud' },
    looks: {
      untilDaysAgo: 19,
      days: 60,
      away: 60,
      present: 4,
      refused: { daysAgo: [18, 17, 16, 15, 11, 4], code: 'CONSENT_INVALID' },
    },
  },
  {
    ...permission('anna', 'formuekort', 110),
    ...PICKED,
    ...VALID,
    accounts: [anna.everyday, anna.holiday],
    rights: BALANCES,
    looks: { untilDaysAgo: 78, days: 30, away: 10, present: 20 },
  },
  {
    ...permission('anna', 'kvitto', 140),
    ...NAMED,
    accounts: [anna.everyday],
    rights: TRANSACTIONS,
    outcome: { status: 'revokedByPsu', daysAgo: 18 },
    looks: {
      untilDaysAgo: 18,
      days: 60,
      away: 80,
      present: 15,
      refused: { daysAgo: [17, 16, 15], code: 'CONSENT_INVALID' },
    },
  },
  {
    ...permission('anna', 'fintrack', 249),
    ...PICKED,
    outcome: { status: 'expired' },
    accounts: [anna.everyday],
    rights: EVERYTHING,
    looks: { days: 30, away: 70, present: 12, refused: { daysAgo: [69, 68], code: 'CONSENT_EXPIRED' } },
  },
  {
    ...permission('anna', 'saldo', 215),
    ...NAMED,
    outcome: { status: 'expired' },
    accounts: [anna.everyday],
    rights: EVERYTHING,
    looks: {
      days: 45,
      away: 85,
      runs: 3,
      present: 35,
      refused: { daysAgo: [34, 33], code: 'CONSENT_EXPIRED' },
    },
  },
  {
    ...permission('anna', 'aeriko', 120),
    ...PICKED,
    accounts: [anna.everyday, anna.holiday],
    rights: BALANCES,
    outcome: { status: 'terminatedByTpp', daysAgo: 64 },
    looks: { untilDaysAgo: 64, days: 30, away: 50, present: 20 },
  },
  {
    ...permission('anna', 'lanetjek', 23),
    ...ONCE,
    outcome: { status: 'expired' },
    accounts: [anna.everyday],
    rights: EVERYTHING,
    looks: { days: 0, away: 0, present: 0 },
  },
  {
    ...permission('anna', 'lanetjek', 41),
    ...ONCE,
    outcome: { status: 'rejected' },
    accounts: [anna.everyday],
    rights: EVERYTHING,
  },
  {
    ...permission('anna', 'kvitto', 0),
    ...NAMED,
    outcome: { status: 'received' },
    accounts: [anna.everyday],
    rights: TRANSACTIONS,
  },
]

/** The others have what their case needs; who is not here has shared nothing. */
const PERMISSIONS_OF_OTHERS: readonly SeededPermission[] = [
  {
    ...permission('maja', 'budgetto', 52),
    ...PICKED,
    ...VALID,
    accounts: [maja.everyday, maja.joint],
    rights: EVERYTHING,
    looks: { days: 52, away: 80, runs: 2, present: 25 },
  },
  {
    ...permission('maja', 'kassa', 37),
    ...NAMED,
    ...VALID,
    accounts: [maja.everyday],
    rights: DETAILS,
    questions: [
      question(36, 12 * 60 + 9, '89.00', 'Bageriet Nordhavn', true),
      question(29, 17 * 60 + 41, '412.50', 'Irma Østerbro', true),
      question(18, 9 * 60 + 2, '64000.00', 'Cykelhuset', false),
      question(11, 16 * 60 + 27, '249.00', null, true),
      question(4, 20 * 60 + 15, '175.00', 'Grand Teatret', true),
    ],
  },
  {
    ...permission('eleni', 'aeriko', 33),
    ...NAMED,
    ...VALID,
    accounts: [eleni.everyday],
    rights: EVERYTHING,
    looks: { days: 33, away: 70, present: 30 },
  },
  {
    ...permission('karl', 'formuekort', 260),
    ...PICKED,
    outcome: { status: 'expired' },
    accounts: [karl.everyday],
    rights: BALANCES,
    looks: { days: 20, away: 30, present: 10 },
  },
  {
    ...permission('ida', 'bogforing', 101),
    ...NAMED,
    ...VALID,
    accounts: [ida.business],
    rights: EVERYTHING,
    looks: { days: 90, away: 95, present: 8 },
  },
  {
    ...permission('ida', 'kvitto', 200),
    ...PICKED,
    accounts: [ida.business],
    rights: DETAILS,
    outcome: { status: 'terminatedByTpp', daysAgo: 88 },
    looks: { untilDaysAgo: 89, days: 30, away: 20, present: 5 },
  },
  {
    ...permission('nora', 'budgetto', 41),
    ...PICKED,
    ...VALID,
    accounts: [nora.shared],
    rights: EVERYTHING,
    looks: { days: 41, away: 60, present: 12 },
  },
  {
    ...permission('astrid', 'aeriko', 48),
    ...NAMED,
    ...VALID,
    accounts: [astrid.everyday],
    rights: EVERYTHING,
    looks: { days: 40, away: 40, present: 4 },
  },
  {
    ...permission('astrid', 'formuekort', 75),
    ...PICKED,
    ...VALID,
    accounts: [astrid.everyday],
    rights: BALANCES,
    looks: { days: 60, away: 30, present: 3 },
  },
]

/** Every consent of the sandbox. */
export const PERMISSIONS: readonly SeededPermission[] = [
  ...PERMISSIONS_OF_ANNA,
  ...PERMISSIONS_OF_OTHERS,
  ...PERMISSIONS_OF_FREJA,
]

function question(
  daysAgo: number,
  minutes: number,
  amount: string,
  payee: string | null,
  fundsAvailable: boolean,
): SeededQuestion {
  return { daysAgo, minutes, amount, payee, fundsAvailable }
}

function permission<P extends SeededPermission['psu'], T extends SeededPermission['tpp']>(
  psu: P,
  tpp: T,
  askedDaysAgo: number,
) {
  return { key: `${psu}:${tpp}:${askedDaysAgo}`, psu, tpp, askedDaysAgo }
}
