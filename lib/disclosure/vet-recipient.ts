import 'server-only'
import { type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { standingOf } from '@/lib/tpp/explain-certificate'
import { readPasted } from '@/lib/tpp/pasted-certificate'
import { vetCertificate } from '@/lib/tpp/vet-certificate'
import type { Job } from './job-file'
import { JobRefusal } from './job-refusal'

/**
 * Who a file is for, as the vetting engine finds their certificate at this moment: chain, trusted list, time, revocation, register.
 * Throws `JobRefusal` where it is not good, where nobody answers for its revocation, and where the bank has paused or ended them.
 */
export async function vetRecipient({ certificate: path, use }: Job['recipient']): Promise<Recipient> {
  const pem = await readFile(path, 'utf8').catch(() => '')
  const der = readPasted(pem)
  if (typeof der === 'string') throw new JobRefusal(`${path} holds no certificate (PEM)`)
  const { certificate, refusal } = await vetCertificate(der, use)
  if (!certificate)
    throw new JobRefusal(
      `the recipient's certificate is refused (${refusal?.code ?? 'unknown'}): ${refusal?.text ?? ''}`,
    )
  const { organizationIdentifier: tppId, thumbprint } = certificate
  const { status } = await standingOf(tppId)
  if (status === 'paused' || status === 'ended')
    throw new JobRefusal(`the bank has ${status} ${tppId}: nothing is sent to it`)
  return { tppId, thumbprint, publicKey: new X509Certificate(der).publicKey }
}

export type Recipient = { tppId: string; thumbprint: string; publicKey: KeyObject }
