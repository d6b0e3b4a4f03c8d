import { danishIban } from './danish-iban'
import type { SeededAccount } from './personas'
import { seedId } from './seed-id'

const NUMBER = 9_305_517

/** The account of a shop at this bank, whose people are no customers of it here: payments through third parties go there. */
export const SHOP: SeededAccount = {
  id: seedId(`account:${NUMBER}`),
  iban: danishIban('nordhavn', NUMBER),
  ownerName: 'Cykelbutik ApS',
  openedYearsAgo: 6,
  name: 'Business account',
  product: 'Nordhavn Business',
  cashAccountType: 'CACC',
  usage: 'ORGA',
  currency: 'EUR',
  alone: true,
}
