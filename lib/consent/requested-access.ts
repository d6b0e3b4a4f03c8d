import { z } from 'zod'
import { accountReference } from './account-reference'
import type { AccountReference, AccountRights, ConsentModel, RequestedAccess } from './consent'
import { refuseField } from './refuse-field'

const REFERENCES_MAX = 100

/** ISO 20022 ExternalCashAccountType1Code, as Berlin Group lists them. */
const CASH_ACCOUNT_TYPES = [
  ...['CACC', 'CARD', 'CASH', 'CHAR', 'CISH', 'COMM', 'CPAC', 'LLSV', 'LOAN', 'MGLD', 'MOMA'],
  ...['NREX', 'ODFT', 'ONDP', 'OTHR', 'SACC', 'SLRY', 'SVGS', 'TAXE', 'TRAN', 'TRAS'],
] as const

const references = z.array(accountReference).max(REFERENCES_MAX).optional()
const allAccounts = z.enum(['allAccounts', 'allAccountsWithOwnerName']).optional()

/** What each way to ask for all accounts gives of each, beside the owner's name. */
const ALL = {
  allPsd2: { model: 'global', balances: true, transactions: true },
  availableAccounts: { model: 'accountList', balances: false, transactions: false },
  availableAccountsWithBalance: { model: 'accountList', balances: true, transactions: false },
} as const satisfies Record<
  string,
  Pick<AccountRights, 'balances' | 'transactions'> & { model: ConsentModel }
>

/**
 * Berlin Group's `access`, turned into what the house understands: exactly one model per request (xs2a.md 3.1). Accounts
 * are named in every list that is there, or in none; `trustedBeneficiaries` is no service here and is left aside, as v1
 * wants it.
 */
export const requestedAccess = z
  .strictObject({
    accounts: references,
    balances: references,
    transactions: references,
    additionalInformation: z
      .strictObject({ ownerName: references, trustedBeneficiaries: references })
      .optional(),
    allPsd2: allAccounts,
    availableAccounts: allAccounts,
    availableAccountsWithBalance: allAccounts,
    restrictedTo: z.array(z.enum(CASH_ACCOUNT_TYPES)).min(1).max(CASH_ACCOUNT_TYPES.length).optional(),
  })
  .transform((given, context): RequestedAccess & { model: ConsentModel } => {
    const { accounts, balances, transactions, restrictedTo = null } = given
    const ownerName = given.additionalInformation?.ownerName
    const used = [accounts, balances, transactions].filter((list) => list !== undefined)
    const lists = ownerName === undefined ? used : [...used, ownerName]
    const filled = lists.filter((list) => list.length > 0)
    const all = (Object.keys(ALL) as (keyof typeof ALL)[]).filter((name) => given[name] !== undefined)
    const [whole] = all
    if (all.length > 1)
      return refuseField(context, 'format_error', 'Ask for all accounts in one way only.', all[1])
    if (whole !== undefined && filled.length > 0)
      return refuseField(context, 'format_error', 'Name accounts, or ask for all of them, not both.', whole)
    if (whole !== undefined) {
      const { model, ...rights } = ALL[whole]
      const offered = { ...rights, ownerName: given[whole] === 'allAccountsWithOwnerName' }
      return { model, access: NOTHING_NAMED, offered, restrictedTo }
    }
    if (used.length === 0)
      return refuseField(context, 'format_error', 'Ask for accounts, balances or transactions.')
    if (filled.length > 0 && filled.length < lists.length)
      return refuseField(context, 'format_error', 'Name accounts in each list, or in none of them.')
    if (filled.length === 0) {
      const offered = {
        balances: balances !== undefined,
        transactions: transactions !== undefined,
        ownerName: ownerName !== undefined,
      }
      return { model: 'bankOffered', access: NOTHING_NAMED, offered, restrictedTo }
    }
    if (restrictedTo !== null)
      return refuseField(context, 'format_error', 'Only where no account is named.', 'restrictedTo')
    const named = used.flat()
    if (ownerName?.some((owned) => !named.some((reference) => covers(reference, owned))))
      return refuseField(
        context,
        'format_error',
        'Name each of these accounts in accounts, balances or transactions, too.',
        'additionalInformation.ownerName',
      )
    return {
      model: 'detailed',
      access: {
        accounts: accounts ?? [],
        balances: balances ?? [],
        transactions: transactions ?? [],
        ownerName: ownerName ?? [],
      },
      offered: { balances: false, transactions: false, ownerName: false },
      restrictedTo,
    }
  })

const NOTHING_NAMED = { accounts: [], balances: [], transactions: [], ownerName: [] }

/** Whether one reference means every account that another means: without a currency it means them all. */
function covers(
  { currency, ...number }: AccountReference,
  { currency: asked, ...other }: AccountReference,
): boolean {
  const same = JSON.stringify(number) === JSON.stringify(other)
  return same && (currency === undefined || currency === asked)
}
