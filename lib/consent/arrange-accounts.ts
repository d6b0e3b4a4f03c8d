import { type Account, type HeldAccount, numberOf } from '@/lib/core-banking/account'

/** From so many accounts on that can be shared the list of them is searched, grouped, and shown without balances on wish. */
const MANY = 9

/** Longer than any name or number of an account. */
export const FIND_MAX = 60

export const areMany = (accounts: readonly unknown[]) => accounts.length >= MANY

/** Whose an account is, as a list of many groups them, in the order of the groups. */
export const ACCOUNT_GROUPS = ['own', 'joint', 'business'] as const

export function groupOf({ usage, joint }: Pick<HeldAccount, 'usage' | 'joint'>): AccountGroup {
  return usage === 'ORGA' ? 'business' : joint ? 'joint' : 'own'
}

/**
 * Whether an account is meant by what somebody typed: each word stands in its name or product, in any case and with or without
 * its accents, or in its number, with or without gaps.
 */
export function isMeant(account: Account, words: string): boolean {
  const held = plain(`${account.name} ${account.product}`)
  const number = plain(numberOf(account)).replaceAll(' ', '')
  const sought = plain(words)
  return (
    number.includes(sought.replaceAll(' ', '')) ||
    sought.split(' ').every((word) => held.includes(word) || number.includes(word))
  )
}

const plain = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('en').replace(/\s+/gu, ' ').trim()

export type AccountGroup = (typeof ACCOUNT_GROUPS)[number]
