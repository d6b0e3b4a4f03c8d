import { z } from 'zod'
import { holdsPrivateKey, readPasted } from '@/lib/tpp/pasted-certificate'

export const CERTIFICATE_PAGE = '/developer/certificate'

export const PastedCertificate = z.strictObject({
  pem: z.string().max(40_000),
  use: z.enum(['web', 'eseal']),
})

/** The address that shows the verdict. The certificate travels in it, because the bank keeps nothing of what was pasted. */
export function verdictPath({ pem, use }: z.infer<typeof PastedCertificate>): string {
  const der = readPasted(pem)
  const told = new URLSearchParams(
    typeof der === 'string' ? { problem: der } : { use, certificate: der.toString('base64url') },
  )
  if (holdsPrivateKey(pem)) told.set('key', 'sent')
  return `${CERTIFICATE_PAGE}?${told}${typeof der === 'string' ? '' : '#verdict'}`
}
