import { lastingKeys } from './lasting-keys'
import { retain } from './retention'

/** The keys that sign receipts, and nothing else: no token and no message of the bank is signed by one, and no receipt by another key. */
export const evidenceKeys = lastingKeys('evidence_keys')

export const evidenceKeysRetention = retain(evidenceKeys, {
  whose: 'bank',
  columns: ['kid', 'publicJwk', 'sealedPrivateJwk', 'createdAt', 'signsFrom', 'signsUntil'],
  personal: false,
  purpose: 'to sign receipts, and to let anybody check old ones',
  period: 'the private half until the key retires; the public half for good',
  basis: 'PSD2 Art. 72; GDPR Art. 7(1)',
})
