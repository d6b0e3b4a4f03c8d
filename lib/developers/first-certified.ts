import 'server-only'
import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { askTrustService } from './ask-trust-service'

/** As many as the trust service lists at once: whoever comes first may then be missing. */
const LISTED_MAX = 500
const ISSUED = z.object({
  certificates: z.array(
    z.object({ serial: z.string(), issuedAt: z.iso.datetime(), preset: z.string().nullable() }),
  ),
})
const JOURNAL = z.object({ journal: z.array(z.object({ act: z.string(), detail: z.string() })) })

/**
 * Whether a certificate is of the first order that the sandbox's trust service took for an organisation, or a renewal that such
 * a one signed. Who orders there is asked nothing, so a later order proves nothing against those who were there first. What
 * another authority certified, it has looked at; that counts while nobody has ordered here.
 */
export async function isFirstCertified({ tppId, der }: FirstCertified): Promise<boolean> {
  const institution = encodeURIComponent(tppId)
  const [{ certificates }, { journal }] = await Promise.all([
    askTrustService({ path: `/certificates?institution=${institution}`, schema: ISSUED }),
    askTrustService({ path: `/journal?institution=${institution}`, schema: JOURNAL }),
  ])
  if (certificates.length === 0) return true
  if (certificates.length >= LISTED_MAX) return false
  const honest = certificates.filter(({ preset }) => preset === null)
  const begun = honest.map(({ issuedAt }) => issuedAt).sort()[0]
  const first = new Set(
    honest.filter(({ issuedAt }) => issuedAt === begun).map(({ serial }) => plain(serial)),
  )
  // The journal is newest first, and a renewal is renewed after it was made.
  for (const { act, detail } of journal.toReversed()) {
    const [old = '', renewed = ''] = detail.split(' by ').map(plain)
    if (act === 'renewed' && first.has(old)) first.add(renewed)
  }
  return first.has(plain(new X509Certificate(der).serialNumber))
}

/** Two spellings of one number. */
const plain = (serial: string) => serial.toLowerCase().replace(/^0+/, '')

type FirstCertified = { tppId: string; der: Uint8Array }
