import type { PayerCard } from '@/lib/consent/consent'
import { Refusal } from '@/lib/errors'

/**
 * A consent that names a card is for that card alone: a question about another one is `card_invalid`. Where either says
 * nothing of a card there is nothing to compare; the card is the third party's, not ours, and we know no other of it.
 */
export function requireCard(card: PayerCard | null | undefined, asked: string | null): void {
  if (asked === null || !card?.number) return
  if (plain(card.number) !== plain(asked)) throw new Refusal('card_invalid', { path: 'cardNumber' })
}

/** Cards are written in groups, and masked with whatever there is. */
const plain = (number: string) => number.replace(/[ -]/g, '').replace(/[^0-9A-Za-z]|[xX]/g, '*')
