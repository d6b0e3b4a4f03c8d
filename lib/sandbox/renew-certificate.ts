import 'server-only'
import { z } from 'zod'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import { getInstitution } from '@/lib/sandbox/institutions'
import { certify, type IssuedCertificate } from '@/lib/sandbox/issue-certificates'
import { note } from '@/lib/sandbox/journal'
import { PROVEN, provenEntry } from '@/lib/sandbox/proof-of-key'
import { readCertificateRequest } from '@/lib/sandbox/read-certificate-request'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

export const RENEWAL = z.strictObject({ act: z.literal('renew'), ...PROVEN, csr: z.string() })

/**
 * Renews a certificate: same holder, use and hosts, the key of the request, the roles that the register knows now. Asked for
 * by the key of the old one, which stays valid. Refused if that was revoked.
 */
export async function renewCertificate({
  folder,
  body,
  signature,
  now,
  renewal,
}: Renew): Promise<IssuedCertificate> {
  const proof = { folder, body, signature, serial: renewal.serial, at: renewal.at, now }
  provenEntry(proof)
  const requested = await readCertificateRequest(renewal.csr)
  return await holdFolder(folder, async () => {
    const entry = provenEntry(proof)
    if (entry.revokedAt) throw new TrustRefusal('conflict', 'The certificate was revoked: order a new one.')
    if (entry.preset)
      throw new TrustRefusal('conflict', 'A certificate to practise with is not renewed: order another.')
    const institution = getInstitution(folder, entry.organizationIdentifier)
    const { use, hosts } = entry
    const issued = await certify({ folder, institution, use, hosts, now, ...requested })
    const detail = `${entry.serial} by ${issued.serial}`
    note(folder, { at: now, act: 'renewed', by: 'holder', institution: institution.id, detail })
    return issued
  })
}

type Renew = {
  folder: string
  /** The bytes that were signed, and what they say. */
  body: Uint8Array
  renewal: z.infer<typeof RENEWAL>
  signature: string | null
  now: Date
}
