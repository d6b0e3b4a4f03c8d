import { lastingKeys } from './lasting-keys'
import { retain } from './retention'

/** The keys that sign checkpoints of the trail, and nothing else. */
export const checkpointKeys = lastingKeys('checkpoint_keys')

export const checkpointKeysRetention = retain(checkpointKeys, {
  whose: 'bank',
  columns: ['kid', 'publicJwk', 'sealedPrivateJwk', 'createdAt', 'signsFrom', 'signsUntil'],
  personal: false,
  purpose: 'to sign checkpoints of the trail, and to let anybody check old ones',
  period: 'the private half until the key retires; the public half for good',
  basis: 'PSD2 Art. 72',
})
