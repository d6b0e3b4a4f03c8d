import 'server-only'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { database } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'

const UNTOLD = 'The bank has paused this third party. Ask the bank why before calling again.'

/** What a third party that the bank no longer serves is told: staff's own words for it, from the decision in force. */
export async function decisionText(tppId: string): Promise<string> {
  const [decision] = await database()
    .select({ action: tppDecisions.action, text: tppDecisions.tppText })
    .from(tppDecisions)
    .where(
      and(
        eq(tppDecisions.tppId, tppId),
        eq(tppDecisions.state, 'approved'),
        inArray(tppDecisions.action, ['pause', 'end']),
      ),
    )
    .orderBy(desc(tppDecisions.decidedAt))
    .limit(1)
  if (!decision?.text) return UNTOLD
  const what = decision.action === 'end' ? 'ended the access of' : 'paused'
  return `The bank has ${what} this third party: ${decision.text}`
}
