import type { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { allowedUrl } from '@/lib/egress/allowed-url'
import { EgressFault } from '@/lib/egress/egress-fault'
import { isHostOf } from '@/lib/eidas/certificate-hosts'
import { env } from '@/lib/env'
import { isAtBank } from '@/lib/tpp/at-bank'

const URI_LENGTH_MAX = 500

/** Where a third party wants requests to delete: https, written the one way a browser writes it, and not at the bank (THR-14). */
export const dataRemovalEndpoint = z
  .string()
  .max(URI_LENGTH_MAX)
  .superRefine((uri, context) => {
    const message = problemOf(uri)
    if (message) context.addIssue({ code: 'custom', message })
  })

/**
 * Whether the address lies under a name of the certificate of this very call: the bank tells nobody else that somebody is, or
 * was, their customer.
 */
export function isOwnEndpoint(uri: string, certificate: X509Certificate): boolean {
  const { host } = allowedUrl(uri, env.EGRESS_ALLOWED)
  return isHostOf({ host, der: certificate.raw, commonName: '' })
}

function problemOf(uri: string): string | null {
  const url = URL.parse(uri)
  if (!url || !/^[\x21-\x7e]+$/.test(uri)) return 'must be an absolute URI'
  try {
    allowedUrl(uri, env.EGRESS_ALLOWED)
  } catch (thrown) {
    if (thrown instanceof EgressFault)
      return 'must be https on port 443, without a user name and without a fragment'
    throw thrown
  }
  if (url.href !== uri && url.href !== `${uri}/`) return `must be written as ${url.href}`
  return isAtBank(url) ? 'must be an address of yours, not of the bank' : null
}
