import type { AccountRights, ConsentModel } from './consent'

/**
 * What a permission shares, part by part, in the order a page tells it: of each account its details, or of all of them
 * only that they are there.
 */
export function sharedParts(model: ConsentModel, rights: AccountRights): SharedPart[] {
  const parts: [SharedPart, boolean][] = [
    [model === 'accountList' ? 'list' : 'accounts', true],
    ['ownerName', rights.ownerName],
    ['balances', rights.balances],
    ['transactions', rights.transactions],
  ]
  return parts.filter(([, shared]) => shared).map(([part]) => part)
}

export type SharedPart = 'accounts' | 'list' | 'ownerName' | 'balances' | 'transactions'
