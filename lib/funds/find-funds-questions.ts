import 'server-only'
import { and, desc, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { fundsQuestions } from '@/db/schema/funds-questions'
import { allowedBy } from '@/lib/consent/allowed-by'
import { keyIdOf } from '@/lib/consent/open-access'
import type { Money } from '@/lib/core-banking/account'
import { vaultKey } from '@/lib/vault/vault'

/** The field name of what is sealed. Whoever writes a question uses the same. */
export const QUESTION = 'funds_questions.question'

const SHOWN_MAX = 60

/**
 * What a third party asked and what the bank answered, newest first, for each customer who has allowed it (PSD2
 * Art. 65(6)). It lies under the key of the one who allowed it first.
 */
export async function findFundsQuestions({ consentId, psuId }: FindFundsQuestions): Promise<AskedQuestion[]> {
  const rows = await database()
    .select()
    .from(fundsQuestions)
    .where(
      and(
        eq(fundsQuestions.consentId, consentId),
        sql`exists (select from ${consents} where ${consents.id} = ${consentId} and ${allowedBy(psuId)})`,
        sql`${fundsQuestions.at} > placet_now() - interval '2 years'`,
      ),
    )
    .orderBy(desc(fundsQuestions.at), desc(fundsQuestions.callId))
    .limit(SHOWN_MAX)
  const [first] = rows
  if (!first) return []
  const key = await vaultKey(await keyIdOf(first.psuId))
  return rows.map(({ callId, at, sealedQuestion }) => ({
    id: callId,
    at,
    ...key.open<Question>(QUESTION, sealedQuestion),
  }))
}

/** As it is kept: the amount asked for, who was to be paid if that was told, and the answer. */
export type Question = Money & { payee: string | null; fundsAvailable: boolean }
export type AskedQuestion = Question & { id: string; at: Date }
type FindFundsQuestions = { consentId: string; psuId: string }
