import { brand as bank } from '@/lib/brand'
import { holdsName, type LookAlike, lookAlike } from './look-alike'

/** Whether a name is the bank's own to the eye, holds what is its own in it, or speaks for it; by which rule, or null. */
export function likeBank(name: string): LikeBank | null {
  const alike = lookAlike(name, bank.name)
  if (alike) return alike
  return holdsName(name, OWN_WORD) || speaksAsBank(name) ? 'holds-bank' : null
}

const SHORT = 4

/** What is the bank's own in its name: "Nordhavn" of "Nordhavn Bank". A short word would be found in anybody's name. */
const OWN_WORD = ownWord(bank.name)

function ownWord(name: string): string {
  const word = name.replace(/(?<!\p{L})bank(?!\p{L})/giu, '').trim()
  return [...word].length > SHORT ? word : name
}

/** "Your bank's helpdesk" is not the bank's name, and speaks for it all the same. */
const speaksAsBank = (name: string) => /^(your|din|deres)\s+bank/iu.test(name.normalize('NFKC').trim())

export type LikeBank = LookAlike | 'holds-bank'
