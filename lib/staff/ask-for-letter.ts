import 'server-only'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { recoveryLetters } from '@/db/schema/recovery-letters'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { findOpened } from './open-permission'
import { findCallers } from './stop-for-customer'

/**
 * Staff put a letter to get back in on the list of those to print, on the word of a customer who has allowed the permission that
 * they have opened. How they know who it is stands sealed in the trail. Where one waits already, that one is meant. Throws
 * `resource_unknown` where the permission is not open to them, or is not this customer's.
 */
export async function askForLetter(input: AskForLetter): Promise<void> {
  const { consentId, psuId, staffId, identity, requestId, now } = input
  const opened = await findOpened({ consentId, staffId, now })
  const callers = opened ? await findCallers(consentId) : []
  if (!callers.some((caller) => caller.psuId === psuId)) throw new Refusal('resource_unknown')
  await database().transaction(async (tx) => {
    const letterId = newId()
    const [asked] = await tx
      .insert(recoveryLetters)
      .values({ id: letterId, psuId, askedAt: now, askedBy: `staff:${staffId}` })
      .onConflictDoNothing()
      .returning({ id: recoveryLetters.id })
    if (!asked) return
    await recordEvent(tx, {
      at: now,
      type: 'recovery.letter-asked',
      actor: `staff:${staffId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { letterId },
      personal: { identity },
    })
  })
}

type AskForLetter = {
  consentId: string
  psuId: string
  staffId: string
  identity: string
  requestId: string | null
  now: Date
}
