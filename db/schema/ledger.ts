import { boolean, date, index, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const ACCOUNT_STATUSES = ['enabled', 'blocked', 'deleted'] as const
export const ACCOUNT_USAGES = ['PRIV', 'ORGA'] as const
/** ISO 20022 external cash account types that the sandbox bank keeps. Only CACC is a payment account here. */
export const CASH_ACCOUNT_TYPES = ['CACC', 'SVGS', 'LOAN'] as const

/**
 * The sandbox bank's accounts, behind the port `lib/core-banking`; a real bank's own ledger stands there instead.
 * `id` is what third parties know as `resourceId`. `ibanIndex` is a keyed blind index: exact match without the IBAN.
 */
export const ledgerAccounts = pgTable(
  'ledger_accounts',
  {
    id: uuid().primaryKey(),
    keyId: uuid().notNull(),
    ibanIndex: bytes().notNull().unique(),
    sealedIban: sealed().notNull(),
    sealedOwnerName: sealed().notNull(),
    name: text().notNull(),
    product: text().notNull(),
    cashAccountType: text({ enum: CASH_ACCOUNT_TYPES }).notNull(),
    usage: text({ enum: ACCOUNT_USAGES }).notNull(),
    status: text({ enum: ACCOUNT_STATUSES }).notNull(),
    currency: text().notNull(),
    openedAt: instant().notNull(),
  },
  (table) => [
    oneOf('ledger_accounts_type', table.cashAccountType, CASH_ACCOUNT_TYPES),
    oneOf('ledger_accounts_usage', table.usage, ACCOUNT_USAGES),
    oneOf('ledger_accounts_status', table.status, ACCOUNT_STATUSES),
  ],
)

/** Who holds an account. `alone`: may share it on their own word, which also holds for a joint account. */
export const ledgerHolders = pgTable(
  'ledger_holders',
  { accountId: uuid().notNull(), psuId: uuid().notNull(), alone: boolean().notNull() },
  (table) => [
    primaryKey({ columns: [table.accountId, table.psuId] }),
    index('ledger_holders_by_psu').on(table.psuId),
  ],
)

export const BALANCE_TYPES = ['closingBooked', 'interimAvailable'] as const

export const ledgerBalances = pgTable(
  'ledger_balances',
  {
    accountId: uuid().notNull(),
    balanceType: text({ enum: BALANCE_TYPES }).notNull(),
    amount: numeric({ precision: 18, scale: 3 }).notNull(),
    currency: text().notNull(),
    changedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.balanceType] }),
    oneOf('ledger_balances_type', table.balanceType, BALANCE_TYPES),
  ],
)

/** Bookings. `bookedOn` null: still pending. Counterparty and text are the customer's and the silent party's: sealed. */
export const ledgerTransactions = pgTable(
  'ledger_transactions',
  {
    accountId: uuid().notNull(),
    id: uuid().notNull(),
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
    'sealedOwnerName',
    'name',
    'product',
    'cashAccountType',
    'usage',
    'status',
    'currency',
    'openedAt',
  ],
})

export const ledgerHoldersRetention = retain(ledgerHolders, {
  ...asLedger,
  columns: ['accountId', 'psuId', 'alone'],
})

export const ledgerBalancesRetention = retain(ledgerBalances, {
  ...asLedger,
  columns: ['accountId', 'balanceType', 'amount', 'currency', 'changedAt'],
})

export const ledgerTransactionsRetention = retain(ledgerTransactions, {
  ...asLedger,
  columns: [
    'accountId',
    'id',
    'bookedOn',
    'valueOn',
    'amount',
    'currency',
    'bankTransactionCode',
    'sealedDetail',
  ],
})
