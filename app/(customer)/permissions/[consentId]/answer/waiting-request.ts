import { getLocale } from 'next-intl/server'
import { brand } from '@/lib/brand'
import { findWaitingConsent, type WaitingConsent } from '@/lib/consent/find-waiting-consent'
import { recordOfRequest } from '@/lib/consent/record-of-request'
import { Refusal } from '@/lib/errors'
import { nameHolders } from '@/lib/psu/name-holders'
import { type Customer, findCustomer } from '@/lib/session/customer'
import { isUuid } from '@/lib/uuid'

/** What waits for the customer who is signed in; anybody else is told that there is nothing here. */
export async function openWaiting(consentId: string | undefined, now: Date): Promise<OpenWaiting> {
  const customer = await findCustomer()
  if (!customer) throw new Refusal('session_ended')
  const waiting = isUuid(consentId)
    ? await findWaitingConsent({ consentId, psuId: customer.psuId, now })
    : null
  if (!waiting) throw new Refusal('already_decided')
  return { customer, waiting }
}

/** The record of the second holder's decision: their accounts of the first one's, in the words of this page. */
export async function recordOfWaiting(waiting: WaitingConsent) {
  const { request, recorded, given, decideBy } = waiting
  return recordOfRequest({
    request,
    accounts: recorded,
    bank: brand.name,
    locale: await getLocale(),
    display: {
      together: {
        given: await nameHolders(given),
        until: decideBy.toISOString(),
        others: await othersOf(waiting),
      },
    },
  })
}

/** Whose accounts it is about, too, that are none of this customer's; null where there are no such. */
export async function othersOf({ others, firstGivenBy }: WaitingConsent): Promise<string | null> {
  return others ? ((await nameHolders([firstGivenBy]))[0] ?? null) : null
}

/** To which answer a passkey is bound: this consent, and nothing that was signed elsewhere. */
export const bindingOf = (consentId: string) => `consent:${consentId}`

type OpenWaiting = { customer: Customer; waiting: WaitingConsent }
