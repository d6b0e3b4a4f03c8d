import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { revocationAnswers } from '@/db/schema/revocation-answers'
import type { RevocationAnswer } from '@/lib/eidas/revocation-answer'
import type { RevocationSubject } from './revocation-subject'

/** What any instance learnt last about a certificate, however old; null if nobody ever got an answer. */
export async function readKept({ issuerKey, serial }: RevocationSubject): Promise<KeptAnswer | null> {
  const [row] = await database()
    .select()
    .from(revocationAnswers)
    .where(and(eq(revocationAnswers.issuer, issuerKey), eq(revocationAnswers.serial, serial)))
  if (!row) return null
  const { status, via, source, thisUpdate, nextUpdate, fetchedAt, revokedAt, reason } = row
  return { status, via, source, thisUpdate, nextUpdate, fetchedAt, revokedAt, reason }
}

/** Keeps an answer unless a younger one is there. What is revoked for good stays so, whatever a source says later. */
export async function keepAnswer(subject: RevocationSubject, answer: KeptAnswer, evidence: Buffer | null) {
  const { via } = answer
  if (via === 'file') throw new Error('A list of the folder is read where it lies')
  const told = { ...answer, via, evidence, certificateEndsAt: subject.endsAt }
  const { issuer, status, reason, fetchedAt } = revocationAnswers
  await database()
    .insert(revocationAnswers)
    .values({ issuer: subject.issuerKey, serial: subject.serial, ...told })
    .onConflictDoUpdate({
      target: [issuer, revocationAnswers.serial],
      set: told,
      setWhere: sql`${fetchedAt} <= ${answer.fetchedAt} and (${status} <> 'revoked' or ${reason} = ${HOLD})`,
    })
}

/** RFC 5280 5.3.1: the one reason that may be taken back. */
const HOLD = 'certificateHold'

export const isForGood = ({ status, reason }: KeptAnswer) => status === 'revoked' && reason !== HOLD

export type KeptAnswer = RevocationAnswer & { reason: string | null }
