import 'server-only'
import { indexKey } from '@/lib/vault/vault'
import { type CardReference, type HeldAccount, type HeldCardAccount, isCard } from './account'

/** The field name of the card number's blind index. Whoever writes a card account uses the same. */
export const PAN_INDEX = 'ledger_accounts.pan'

/**
 * The card accounts of each reference. Whole numbers are looked for by their blind index, one by one so that each has
 * its answer; masked ones among the customer's own, because a masked number is nobody's alone.
 */
export async function findCards(
  references: readonly CardReference[],
  { held, byIndex }: LookUps,
): Promise<HeldCardAccount[][]> {
  const key = await indexKey()
  const masked = references.some((reference) => 'maskedPan' in reference)
  const own = masked ? (await held()).filter(isCard) : []
  return Promise.all(
    references.map(async (reference) => {
      if ('maskedPan' in reference)
        return own.filter(({ maskedPan }) => digitsOf(maskedPan) === digitsOf(reference.maskedPan))
      return (await byIndex([key.index(PAN_INDEX, digitsOf(reference.pan))])).filter(isCard)
    }),
  )
}

/** As much of a card's number as may be shown and kept: the first six and the last four digits (PCI DSS 3.4). */
export function maskPan(pan: string): string {
  const digits = digitsOf(pan)
  return `${digits.slice(0, 6)}${'*'.repeat(digits.length - 10)}${digits.slice(-4)}`
}

/** People and programs write card numbers in groups, and mask with what they like. */
const digitsOf = (number: string) => number.replace(/[ -]/g, '').replace(/[^0-9]/g, '*')

type LookUps = {
  held: () => Promise<HeldAccount[]>
  byIndex: (indexes: Buffer[]) => Promise<HeldAccount[]>
}
