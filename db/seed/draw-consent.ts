import { brand } from '@/lib/brand'
import type { Access, ConsentKind, ConsentStatus, RequestedAccess } from '@/lib/consent/consent'
import { type ConsentRecord, challengeOf } from '@/lib/consent/consent-record'
import type { ConsentRequestView } from '@/lib/consent/find-consent-request'
import { namedAccounts, recordOfRequest } from '@/lib/consent/record-of-request'
import { authorityOf } from './authority-of'
import { dice } from './dice'
import type { SeededPermission } from './permission'
import type { Times } from './permission-times'
import { seedId } from './seed-id'
import { THIRD_PARTIES, type ThirdParty } from './third-parties'

const NONCE_BYTES = 32
const READS_PER_DAY = 4

/** What a consent of the seed asks for and, where it was allowed, the record that was shown with its true hash. */
export function drawConsent(permission: SeededPermission, times: Times): DrawnConsent {
  const id = consentIdOf(permission.key)
  const requested = accessOf(permission)
  const request = requestOf(permission, times, id, requested)
  const frequencyPerDay = request.frequencyPerDay
  const allowed = !['received', 'rejected'].includes(permission.outcome.status)
  if (!allowed) return { id, requested, frequencyPerDay, status: statusOf(permission), shown: null }
  const accounts =
    permission.model === 'detailed'
      ? namedAccounts(request)
      : permission.accounts.map(({ iban, currency }) => ({
          iban,
          currency,
          ...permission.rights,
          ownerName: false,
        }))
  // Who picks has signed in for it, as the level of evidence says (`session`).
  const display = { justSignedIn: permission.model !== 'detailed' }
  const record = recordOfRequest({ request, accounts, bank: brand.name, locale: 'en', display })
  const nonce = dice(`nonce:${permission.key}`).bytes(NONCE_BYTES)
  const shown = { record, nonce, ...challengeOf(nonce, record) }
  return { id, requested, frequencyPerDay, status: statusOf(permission), shown }
}

/** The id of a seeded consent, for tests. */
export const consentIdOf = (key: string) => seedId(`consent:${key}`)

function statusOf({ outcome }: SeededPermission): ConsentStatus {
  return outcome.status === 'replaced' ? 'expired' : outcome.status
}

function accessOf({ model, accounts, rights }: SeededPermission): RequestedAccess {
  if (model === 'bankOffered')
    return {
      access: { accounts: [], balances: [], transactions: [], ownerName: [] },
      offered: { ...rights, ownerName: false },
      restrictedTo: null,
    }
  const named = accounts.map(({ iban }) => ({ iban }))
  const access: Access = {
    accounts: named,
    balances: rights.balances ? named : [],
    transactions: rights.transactions ? named : [],
    ownerName: [],
  }
  return {
    access,
    offered: { balances: false, transactions: false, ownerName: false },
    restrictedTo: null,
  }
}

function requestOf(
  permission: SeededPermission,
  times: Times,
  consentId: string,
  requested: RequestedAccess,
): ConsentRequestView {
  const tpp: ThirdParty = THIRD_PARTIES[permission.tpp]
  const { id, brand: name, legalName, purpose, roles = ['PSP_AI'] } = tpp
  const checkedAt = times.askedAt.toISOString()
  return {
    consentId,
    status: 'received',
    ...kindOf(permission),
    model: permission.model,
    tpp: { id, brand: name, legalName, authority: authorityOf(id).name, roles, checkedAt },
    purpose,
    rights: { ...permission.rights, ownerName: false },
    access: requested.access,
    restrictedTo: requested.restrictedTo,
    recurring: permission.recurring,
    frequencyPerDay: permission.recurring && !permission.questions ? READS_PER_DAY : 1,
    validUntil: times.validUntil,
  }
}

/** What asks nothing but whether an amount is there is a consent of its own kind. */
export const kindOf = ({ questions }: SeededPermission): { kind: ConsentKind } => ({
  kind: questions ? 'fundsConfirmation' : 'accountInformation',
})

export type DrawnConsent = {
  id: string
  requested: RequestedAccess
  frequencyPerDay: number
  status: ConsentStatus
  /** Null where nobody allowed it. */
  shown: { record: ConsentRecord; nonce: Buffer; challenge: Buffer; recordHash: Buffer } | null
}
