import { bookEntry } from '@/e2e/fixtures/book-entry'
import { givenBooking, givenPsu } from '@/e2e/fixtures/given-consent'
import { givenCard, givenPaymentAccount, givenStandingOrder } from '@/e2e/fixtures/given-ledger'
import { givenLife } from '@/e2e/fixtures/given-life'
import { givenBusiness, givenMandate } from '@/e2e/fixtures/given-mandate'
import { givenEuro } from '@/e2e/fixtures/given-payment'
import { ledgerConforms } from './ledger-conformance'
import { sandboxBank } from './sandbox-bank'

const [holder, stranger] = [await givenPsu('Anna'), await givenPsu('Bert')]
const iban = 'DK5000400440116243'
const pan = '5254120000007777'
const bookings = ['2026-01-05', '2026-01-04', '2026-01-04', '2026-01-03', '2026-01-01'].map((day) =>
  givenBooking(day),
)
const pending = [givenBooking(null), givenBooking(null)]
const standingOrders = [givenStandingOrder()]
const busy = await givenPaymentAccount({
  psuId: holder,
  iban,
  bookings: [...bookings, ...pending],
  standingOrders,
})
// Entered later for earlier days, so that the order of the days is not the order of the books.
for (const day of ['2026-01-02', '2026-01-04', '2026-01-01']) await bookEntry(busy, givenBooking(day, '0.35'))
await givenPaymentAccount({ psuId: holder, iban, currency: 'EUR' })

const other = await givenPsu('Clara')
const together = await givenPaymentAccount({
  psuId: other,
  holders: [holder, other].map((psuId) => ({ psuId, alone: false })),
})

const [agent, former] = [await givenPsu('Dora'), await givenPsu('Egon')]
const workshop = await givenPaymentAccount({ psuId: other, usage: 'ORGA' })
await givenBusiness(workshop)
await givenMandate({ agentId: agent, accountId: workshop, may: 'see' })
await givenMandate({ agentId: agent, customerId: stranger })
const ended = { agentId: former, endsAt: new Date(Date.now() - 3_600_000) }
await givenMandate({ ...ended, accountId: workshop })
await givenMandate({ ...ended, customerId: stranger })

const [minor, deceased] = [await givenPsu('Freya'), await givenPsu('Gorm')]
await givenLife(holder, { bornOn: '1980-02-29', diedOn: null })
await givenLife(minor, { bornOn: `${new Date().getFullYear() - 15}-06-01`, diedOn: null })
await givenLife(deceased, { bornOn: '1930-01-01', diedOn: '2020-01-01' })
const shop = { iban: 'DK7198760000000091', holder: 'Cykelbutik ApS' }
const transfers = {
  payer: await givenEuro({ psuId: holder }),
  payee: { ...shop, account: await givenEuro({ psuId: other, iban: shop.iban, ownerName: shop.holder }) },
  unreachable: await givenEuro({ psuId: other, script: 'down' }),
}

ledgerConforms(sandboxBank, {
  standings: { minor, deceased },
  transfers,
  mandates: { agent, former, account: workshop, customer: stranger },
  together: { account: together, holders: [holder, other] },
  ...{ holder, stranger, busy, iban, pan },
  card: await givenCard({ psuId: holder, pan, bookings: [givenBooking('2026-01-01')] }),
  maskedPan: '525412******7777',
  unreachable: await givenPaymentAccount({ psuId: stranger, script: 'down', bookings: [givenBooking(null)] }),
})
