import { expect, test } from 'vitest'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenEuro, givenPayer, givenPayment, recordShown, SHOP } from '@/e2e/fixtures/given-payment'
import { brand } from '@/lib/brand'

await givenPayer()
const OWN = 'DK7198760000000101'
await givenEuro({ psuId: await givenPsu('Bank'), iban: OWN, ownerName: brand.name })

test.each([
  ['a payee at another bank that is called like this one', `${brand.name} Security account`, SHOP.iban, true],
  ['a name that the account does not have', `${brand.name} Helpdesk ApS`, OWN, true],
  ['the bank itself', brand.name, OWN, false],
  ['a shop', SHOP.name, SHOP.iban, false],
])('the record says whether the page told that it is not the bank: %s', async (_what, name, iban, told) => {
  const { linkId } = await givenPayment({ creditor: { name, iban, bic: null } })
  expect((await recordShown(linkId, null)).payeeLikeBank).toBe(told)
})
