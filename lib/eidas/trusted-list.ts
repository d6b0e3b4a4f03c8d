import 'server-only'
import type { ListPointer } from './list-pointers'
import type { ListSigner } from './list-signers'
import type { TrustService } from './trust-service'
import { readTrustedListJson } from './trusted-list-json'
import { readTrustedListXml } from './trusted-list-xml'

/** The largest of the EU's lists have some three million bytes. */
export const TRUSTED_LIST_BYTES_MAX = 16 * 1024 * 1024

/**
 * Reads a trusted list of either format, of which only what a believed signer signed is taken. Throws a sentence for the
 * operator's log; a single service that cannot be read is left out and told in `faults`.
 */
export async function readTrustedList(
  body: Buffer,
  signers: readonly ListSigner[],
  signedFor: SignedFor = 'their-country',
): Promise<TrustedList> {
  if (body.length > TRUSTED_LIST_BYTES_MAX) throw new Error('it is too large')
  return body.subarray(0, 100).toString('latin1').trimStart().startsWith('{')
    ? readTrustedListJson(body, signers)
    : readTrustedListXml(body, signers, signedFor)
}

/** Of which lists in the EU's format the signers are believed: those of the country they name, or the one at hand. */
export type SignedFor = 'their-country' | 'this-list' | { territory: string }

export type TrustedList = {
  /** Of each issue above the one before. */
  sequence: number
  issuedAt: Date
  nextUpdate: Date
  services: readonly TrustService[]
  /** Other lists, of a list of lists. */
  pointers: readonly ListPointer[]
  faults: readonly string[]
}
