import 'server-only'
import { Refusal } from '@/lib/errors'
import type { Caller } from './caller'
import type { Vetted } from './known-judgements'
import { recallVetted, vetCertificate } from './vet-certificate'

/**
 * The caller behind a certificate, vetted as a QWAC; never throws for what a stranger presents. `der` null is a peer
 * without a certificate. A certificate that is known costs no wait; a promise is for one whose revocation has to be asked for
 * first, two seconds at most.
 */
export function vetCaller({ der, ...peer }: VetCaller): Caller | Promise<Caller> {
  if (der === null) return { ...NOBODY, refusal: missing(), ...peer }
  const known = recallVetted(der, 'web')
  return known ? toCaller(known, peer) : vetCertificate(der, 'web').then((vetted) => toCaller(vetted, peer))
}

/** One who has this verdict. */
export function toCaller(
  { certificate, refusal, unanswered, refused }: Vetted,
  { address, through }: Peer,
): Caller {
  return { certificate, refusal, unanswered, refused, address, through }
}

const NOBODY = { certificate: null, unanswered: null, refused: null } as const

const missing = () =>
  new Refusal('certificate_missing', {
    text: 'Call over mutual TLS with a qualified website authentication certificate (QWAC).',
  })

type Peer = Pick<Caller, 'address' | 'through'>
type VetCaller = Peer & { der: Uint8Array | null }
