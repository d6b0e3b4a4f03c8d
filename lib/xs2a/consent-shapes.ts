import type { Access, AccountNumber } from '@/lib/consent/consent'
import type { ConsentOfTpp } from '@/lib/consent/find-consent-of-tpp'
import { MOUNT } from './call'
import type { ConsentService } from './consent-service'
import type { StartedSca } from './start-sca'

/** A link as Berlin Group writes it. Absolute, so that no client has to guess where the interface is mounted. */
export const link = (origin: string, path: string) => ({ href: `${origin}${MOUNT}${path}` })

/** The answer to a request for a consent: what leads the customer on, or the link that starts an authorisation. */
export function toConsentCreated({ service, origin, consentId, sca }: ConsentCreated) {
  const self = `${service.path}/${consentId}`
  return {
    consentStatus: 'received',
    consentId,
    _links: {
      ...(sca?._links ?? { startAuthorisation: link(origin, `${self}/authorisations`) }),
      self: link(origin, self),
      status: link(origin, `${self}/status`),
    },
  }
}

/** The answer to `GET /v1/consents/{consentId}`; `validUntil` and `frequencyPerDay` are the bank's, not the asked. */
export function toConsent(consent: ConsentOfTpp, lastActionDate: string, origin: string) {
  const named = Object.values(consent.access).flat()
  const hasIban = named.length === 0 || named.some((reference) => 'iban' in reference)
  const hasCard = named.length === 0 || named.some((reference) => 'maskedPan' in reference)
  return {
    access: toAccess(consent),
    recurringIndicator: consent.recurring,
    validUntil: consent.validUntil,
    frequencyPerDay: consent.frequencyPerDay,
    lastActionDate,
    consentStatus: consent.status,
    _links: {
      ...(hasIban && { account: link(origin, '/v1/accounts') }),
      ...(hasCard && { 'card-account': link(origin, '/v1/card-accounts') }),
    },
  }
}

/** `access` in the words of its model. Only lists that name accounts stand beside one another: empty ones are a model. */
function toAccess({ model, access, offered, restrictedTo }: ConsentOfTpp): AccessAnswer {
  const { ownerName, ...lists } = access
  if (lists.accounts.length + lists.balances.length + lists.transactions.length > 0) {
    const filled = Object.entries(lists).filter(([, references]) => references.length > 0)
    const additional = ownerName.length > 0 && { additionalInformation: { ownerName } }
    return { ...Object.fromEntries(filled), ...additional }
  }
  const restricted = restrictedTo !== null && { restrictedTo }
  if (model === 'bankOffered')
    return {
      accounts: [],
      ...(offered.balances && { balances: [] }),
      ...(offered.transactions && { transactions: [] }),
      ...(offered.ownerName && { additionalInformation: { ownerName: [] } }),
      ...restricted,
    }
  const all = offered.ownerName ? 'allAccountsWithOwnerName' : 'allAccounts'
  if (model === 'global') return { allPsd2: all, ...restricted }
  return { [offered.balances ? 'availableAccountsWithBalance' : 'availableAccounts']: all, ...restricted }
}

type References = Access<AccountNumber>['accounts']
type AllAccounts = 'allAccounts' | 'allAccountsWithOwnerName'
type AccessAnswer = {
  accounts?: References
  balances?: References
  transactions?: References
  additionalInformation?: { ownerName: References }
  allPsd2?: AllAccounts
  availableAccounts?: AllAccounts
  availableAccountsWithBalance?: AllAccounts
  restrictedTo?: string[]
}
type ConsentCreated = { service: ConsentService; origin: string; consentId: string; sca: StartedSca | null }
