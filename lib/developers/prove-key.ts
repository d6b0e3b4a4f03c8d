import 'server-only'
import { verify, X509Certificate } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { developerCertificates, developers } from '@/db/schema/developers'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { giveRealmChallenge, peekRealmChallenge } from '@/lib/sca/realm-challenge'
import { readPasted } from '@/lib/tpp/pasted-certificate'
import { vetCertificate } from '@/lib/tpp/vet-certificate'
import { DEVELOPER_REALM } from './developer-realm'
import { isFirstCertified } from './first-certified'

/** Long enough to sign at a terminal. */
const PROOF_SECONDS = 900
export const PROOF = { purpose: 'prove', binding: 'sign-up' } as const

/** A line that the key of a certificate has to sign, and the id by which it is remembered for fifteen minutes. */
export async function startProof(now: Date): Promise<{ proofId: string }> {
  const given = await giveRealmChallenge(DEVELOPER_REALM, {
    ...PROOF,
    holderId: null,
    now,
    seconds: PROOF_SECONDS,
  })
  return { proofId: given.challengeId }
}

/** The line of a proof that is still open. Throws `challenge_spent`. */
export async function lineOfProof(proofId: string, now: Date): Promise<string> {
  return lineOf(await peekRealmChallenge(DEVELOPER_REALM, { ...PROOF, challengeId: proofId, now }))
}

/**
 * Whose certificate it is whose key signed the line. The certificate must be one that the bank accepts at this moment; and for
 * an organisation with an account one that was ordered there, for another one of those that were issued first: in the sandbox
 * anybody is certified as anybody, so a fresh one would prove nothing against those who were there first. Throws
 * `proof_invalid` whatever is wrong. Uses nothing up.
 */
export async function checkProof({ proofId, pem, signature, now }: CheckProof): Promise<Proven> {
  const line = await lineOfProof(proofId, now)
  const der = readPasted(pem)
  if (typeof der === 'string') throw new Refusal('proof_invalid')
  const { certificate } = await vetCertificate(der, 'web')
  if (!certificate || !isSigned(der, line, signature)) throw new Refusal('proof_invalid')
  const { organizationIdentifier, subject, thumbprint } = certificate
  if (!(await maySpeakFor(organizationIdentifier, { thumbprint, der }))) throw new Refusal('proof_invalid')
  return { tppId: organizationIdentifier, legalName: subject.organization }
}

async function maySpeakFor(tppId: string, { thumbprint, der }: Shown): Promise<boolean> {
  const [[account], [ordered]] = await Promise.all([
    database().select({ id: developers.id }).from(developers).where(eq(developers.tppId, tppId)).limit(1),
    database()
      .select({ tppId: developerCertificates.tppId })
      .from(developerCertificates)
      .where(eq(developerCertificates.thumbprint, thumbprint)),
  ])
  return account ? ordered?.tppId === tppId : isFirstCertified({ tppId, der })
}

/** It names what it is for, so that a signature for another matter is none for this one. */
const lineOf = (challenge: Buffer) =>
  `placet developer account at ${env.PUBLIC_ORIGIN}: ${challenge.toString('base64url')}`

function isSigned(der: Buffer, line: string, signature: string): boolean {
  try {
    const { publicKey } = new X509Certificate(der)
    return verify('sha256', Buffer.from(line), publicKey, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

export type Proven = { tppId: string; legalName: string }
type Shown = { thumbprint: string; der: Uint8Array }
type CheckProof = { proofId: string; pem: string; signature: string; now: Date }
