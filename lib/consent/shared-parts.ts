import type { AccountRights, ConsentKind, ConsentModel } from './consent'

/**
 * What a permission shares, part by part, in the order a page tells it: of each account its details, or of all of them
 * only that they are there, or of one account only whether an amount is on it.
 */
export function sharedParts({ kind, model }: Asked, rights: AccountRights): SharedPart[] {
  if (kind === 'fundsConfirmation') return ['funds']
  return readParts(model, rights)
}

function readParts(model: ConsentModel, rights: AccountRights): SharedPart[] {
  const parts: [SharedPart, boolean][] = [
    [model === 'accountList' ? 'list' : 'accounts', true],
    ['ownerName', rights.ownerName],
    ['balances', rights.balances],
    ['transactions', rights.transactions],
  ]
  return parts.filter(([, shared]) => shared).map(([part]) => part)
}

type Asked = { kind?: ConsentKind; model: ConsentModel }
export type SharedPart = 'funds' | 'accounts' | 'list' | 'ownerName' | 'balances' | 'transactions'
