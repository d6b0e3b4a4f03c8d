import type { ConsentKind } from '@/lib/consent/consent'
import type { PspRole } from '@/lib/eidas/qualified-certificate'

/**
 * A service of the bank whose consents have the same routes below a path of their own. `noun` is what its operations are
 * called by in the contract. To each service the other's consents do not exist.
 */
export type ConsentService = {
  kind: ConsentKind
  path: '/v1/consents' | '/v2/consents/confirmation-of-funds'
  role: PspRole
  noun: 'Consent' | 'FundsConsent'
  /** In a sentence of the contract. */
  called: string
}

export const ACCOUNT_INFORMATION: ConsentService = {
  kind: 'accountInformation',
  path: '/v1/consents',
  role: 'PSP_AI',
  noun: 'Consent',
  called: 'a consent',
}

export const FUNDS_CONFIRMATION: ConsentService = {
  kind: 'fundsConfirmation',
  path: '/v2/consents/confirmation-of-funds',
  role: 'PSP_IC',
  noun: 'FundsConsent',
  called: 'a consent for confirmation of funds',
}
