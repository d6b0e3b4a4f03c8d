import { allowedUrl } from '@/lib/egress/allowed-url'
import { EgressFault } from '@/lib/egress/egress-fault'
import { isHostOf } from '@/lib/eidas/certificate-hosts'
import { env } from '@/lib/env'
import type { VettedCertificate } from './caller'

/**
 * Whether the bank may send news to an address that the holder of this certificate names: https on port 443, under a name of
 * the certificate. The house's own rule for addresses comes first, so that nothing is promised that would never be sent (THR-14).
 */
export function mayBeTold(
  uri: string,
  { der, subject }: Pick<VettedCertificate, 'der' | 'subject'>,
): boolean {
  try {
    const { host } = allowedUrl(uri, env.EGRESS_ALLOWED)
    return isHostOf({ host, der, commonName: subject.commonName })
  } catch (thrown) {
    if (thrown instanceof EgressFault) return false
    throw thrown
  }
}
