import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const ACCOUNT_STATUSES = ['enabled', 'blocked', 'deleted'] as const
export const ACCOUNT_USAGES = ['PRIV', 'ORGA'] as const
/** ISO 20022 external cash account types that the sandbox bank keeps. CACC and CARD are payment accounts (PSD2). */
export const CASH_ACCOUNT_TYPES = ['CACC', 'SVGS', 'LOAN', 'CARD'] as const
/** Failures that the sandbox plays for an account; see docs/third-party.md. */
export const ACCOUNT_SCRIPTS = ['slow', 'down', 'closing'] as const

/**
 * The sandbox bank's accounts, behind the port `lib/core-banking`; a real bank's own ledger stands there instead.
 * `id` is what third parties know as `resourceId`. An IBAN may stand on several rows, one for each currency. The
 * indexes of IBAN and card number are keyed and blind: exact match, without the number. Of a card's number only the
 * masked form is kept.
 */
export const ledgerAccounts = pgTable(
  'ledger_accounts',
  {
    id: uuid().primaryKey(),
    keyId: uuid().notNull(),
    ibanIndex: bytes(),
    sealedIban: sealed(),
    panIndex: bytes().unique(),
    sealedMaskedPan: sealed(),
    sealedOwnerName: sealed().notNull(),
    name: text().notNull(),
    product: text().notNull(),
    cashAccountType: text({ enum: CASH_ACCOUNT_TYPES }).notNull(),
    usage: text({ enum: ACCOUNT_USAGES }).notNull(),
    status: text({ enum: ACCOUNT_STATUSES }).notNull(),
    /** The business whose account it is; whoever holds it then signs for that business. */
    businessId: uuid(),
    currency: text().notNull(),
    details: text(),
    /** Cards only, as `debitAccounting`: whether reports quote what was spent as positive. */
    creditLimit: numeric({ precision: 18, scale: 3 }),
    debitAccounting: boolean(),
    script: text({ enum: ACCOUNT_SCRIPTS }),
    /** When the play of the script began; null before. */
    scriptSince: instant(),
    openedAt: instant().notNull(),
  },
  (table) => [
    unique('ledger_accounts_by_number').on(table.ibanIndex, table.currency),
    check(
      'ledger_accounts_number',
      sql`case when ${table.cashAccountType} = 'CARD'
            then num_nonnulls(${table.sealedMaskedPan}, ${table.panIndex}, ${table.debitAccounting}) = 3
              and num_nonnulls(${table.sealedIban}, ${table.ibanIndex}) = 0
            else num_nonnulls(${table.sealedIban}, ${table.ibanIndex}) = 2
              and num_nonnulls(${table.sealedMaskedPan}, ${table.panIndex}, ${table.debitAccounting},
                               ${table.creditLimit}) = 0 end`,
    ),
    oneOf('ledger_accounts_script', table.script, ACCOUNT_SCRIPTS),
    oneOf('ledger_accounts_type', table.cashAccountType, CASH_ACCOUNT_TYPES),
    oneOf('ledger_accounts_usage', table.usage, ACCOUNT_USAGES),
    oneOf('ledger_accounts_status', table.status, ACCOUNT_STATUSES),
  ],
)

/**
 * Who holds an account. `alone`: may share it on their own word, which also holds for a joint account. From `endsAt` on
 * nobody any more: every reader compares.
 */
export const ledgerHolders = pgTable(
  'ledger_holders',
  {
    accountId: uuid().notNull(),
    psuId: uuid().notNull(),
    alone: boolean().notNull(),
    endsAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.psuId] }),
    index('ledger_holders_by_psu').on(table.psuId),
  ],
)

/** What a mandate lets somebody do who does not hold the account: look at what is shared, or stop it, too. */
export const MANDATE_RIGHTS = ['see', 'stop'] as const

/**
 * Who acts for somebody else: for a business on one of its accounts (`accountId`), or for another customer in everything
 * that they share (`customerId`). From `endsAt` on for nobody any more: every reader compares.
 */
export const ledgerMandates = pgTable(
  'ledger_mandates',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    accountId: uuid(),
    customerId: uuid(),
    may: text({ enum: MANDATE_RIGHTS }).notNull(),
    startsAt: instant().notNull(),
    endsAt: instant(),
  },
  (table) => [
    oneOf('ledger_mandates_may', table.may, MANDATE_RIGHTS),
    check('ledger_mandates_for', sql`num_nonnulls(${table.accountId}, ${table.customerId}) = 1`),
    index('ledger_mandates_by_psu').on(table.psuId),
    index('ledger_mandates_by_account').on(table.accountId),
    index('ledger_mandates_by_customer').on(table.customerId),
  ],
)

/** Berlin Group's types; `nonInvoiced` is for cards only. */
export const BALANCE_TYPES = [
  'closingBooked',
  'expected',
  'openingBooked',
  'interimAvailable',
  'interimBooked',
  'forwardAvailable',
  'nonInvoiced',
] as const

export const ledgerBalances = pgTable(
  'ledger_balances',
  {
    accountId: uuid().notNull(),
    balanceType: text({ enum: BALANCE_TYPES }).notNull(),
    amount: numeric({ precision: 18, scale: 3 }).notNull(),
    currency: text().notNull(),
    /** Null where there is no limit that could be counted in. */
    creditLimitIncluded: boolean(),
    changedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.balanceType] }),
    oneOf('ledger_balances_type', table.balanceType, BALANCE_TYPES),
  ],
)

/**
 * Bookings. `bookedOn` null: still pending. Counterparty and text are the customer's and the silent party's: sealed.
 * `entered` grows with every row: the order in which entries came onto the books, which their days do not tell.
 */
export const ledgerTransactions = pgTable(
  'ledger_transactions',
  {
    accountId: uuid().notNull(),
    id: uuid().notNull(),
    entered: bigint({ mode: 'bigint' }).generatedAlwaysAsIdentity(),
    bookedOn: date({ mode: 'string' }),
    valueOn: date({ mode: 'string' }).notNull(),
    amount: numeric({ precision: 18, scale: 3 }).notNull(),
    currency: text().notNull(),
    bankTransactionCode: text().notNull(),
    sealedDetail: sealed().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index('ledger_transactions_by_day').on(table.accountId, table.bookedOn.desc(), table.id.desc()),
    index('ledger_transactions_by_entry').on(table.accountId, table.entered),
  ],
)

/** Frequencies of ISO 20022, as Berlin Group spells them, that the sandbox bank offers. */
export const STANDING_ORDER_FREQUENCIES = ['Weekly', 'Monthly', 'Quarterly', 'Annual'] as const

/** Standing orders. `sealedDetail` as a booking's. `dayOfExecution`: of the month, without a leading zero. */
export const ledgerStandingOrders = pgTable(
  'ledger_standing_orders',
  {
    accountId: uuid().notNull(),
    id: uuid().notNull(),
    amount: numeric({ precision: 18, scale: 3 }).notNull(),
    currency: text().notNull(),
    frequency: text({ enum: STANDING_ORDER_FREQUENCIES }).notNull(),
    dayOfExecution: text(),
    startsOn: date({ mode: 'string' }).notNull(),
    endsOn: date({ mode: 'string' }),
    sealedDetail: sealed().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    oneOf('ledger_standing_orders_frequency', table.frequency, STANDING_ORDER_FREQUENCIES),
  ],
)

const asLedger = {
  whose: 'customer',
  personal: true,
  purpose: "the sandbox bank's ledger: what third parties are allowed to read",
  period: 'as the bank keeps its books; the sandbox until it is reset',
  basis: 'contract, GDPR Art. 6(1)(b)',
} as const

export const ledgerAccountsRetention = retain(ledgerAccounts, {
  ...asLedger,
  columns: [
    'id',
    'keyId',
    'ibanIndex',
    'sealedIban',
    'panIndex',
    'sealedMaskedPan',
    'sealedOwnerName',
    'name',
    'product',
    'cashAccountType',
    'usage',
    'status',
    'businessId',
    'currency',
    'details',
    'creditLimit',
    'debitAccounting',
    'script',
    'scriptSince',
    'openedAt',
  ],
})

export const ledgerHoldersRetention = retain(ledgerHolders, {
  ...asLedger,
  columns: ['accountId', 'psuId', 'alone', 'endsAt'],
})

export const ledgerMandatesRetention = retain(ledgerMandates, {
  ...asLedger,
  purpose: 'who may act for whom: a part of the bank’s own books',
  columns: ['id', 'psuId', 'accountId', 'customerId', 'may', 'startsAt', 'endsAt'],
})

export const ledgerBalancesRetention = retain(ledgerBalances, {
  ...asLedger,
  columns: ['accountId', 'balanceType', 'amount', 'currency', 'creditLimitIncluded', 'changedAt'],
})

export const ledgerTransactionsRetention = retain(ledgerTransactions, {
  ...asLedger,
  columns: [
    'accountId',
    'id',
    'entered',
    'bookedOn',
    'valueOn',
    'amount',
    'currency',
    'bankTransactionCode',
    'sealedDetail',
  ],
})

export const ledgerStandingOrdersRetention = retain(ledgerStandingOrders, {
  ...asLedger,
  columns: [
    'accountId',
    'id',
    'amount',
    'currency',
    'frequency',
    'dayOfExecution',
    'startsOn',
    'endsOn',
    'sealedDetail',
  ],
})
