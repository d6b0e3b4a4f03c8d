import type { HeldAccount } from './account'
import type { Standing } from './ledger'

/** An account as this standing of its holder leaves it: nothing can be given by who may not at their age, or has died. */
export function atStanding<Kind extends HeldAccount>(account: Kind, standing: Standing): Kind {
  return { ...account, ineligible: account.ineligible ?? BY_STANDING[standing] }
}

const BY_STANDING = { 'of-age': null, minor: 'not-of-age', deceased: 'blocked' } as const
